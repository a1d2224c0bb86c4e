import StationConfiguration
import Testing

@Suite("A text that is no JSON object")
struct MalformedJSONTests {
  @Test(
    "is refused with its line and column",
    arguments: [
      ("", "test.json:1:1: "),
      ("{\n  \"schemaVersion\": 1,\n}", "test.json:3:1: "),
      ("{\n  \"schemaVersion\": 1\n  \"mode\": 2\n}", "test.json:3:8: "),
      (
        "{ \"mode\": \"x\", \"mode\": \"y\" }",
        "test.json:1:21: duplicate object key near '\"mode\"'"
      ),
      ("{ \"mode\": 1e999 }", "test.json:1:15: real number overflow near '1e999'"),
      ("{ \"mode\": 99999999999999999999 }", "test.json:1:30: too big integer"),
      ("{ \"mode\": NaN }", "test.json:1:13: invalid token near 'NaN'"),
      ("{ } { }", "test.json:1:5: end of file expected near '{'"),
      ("\u{FEFF}{ }", "test.json:1:1: "),
      ("{ // a word\n}", "test.json:1:3: string or '}' expected near '/'"),
    ])
  func syntax(text: String, beginning: String) throws {
    let lines = messages { () throws(ConfigurationError) in
      _ = try StationFile(decoding: source(text))
    }
    let line = try #require(lines.first)
    #expect(lines.count == 1)
    #expect(line.hasPrefix(beginning), "got \(line)")
  }

  @Test("is refused as a whole when it is another kind of value", arguments: ["[]", "[[1]]"])
  func otherValues(text: String) {
    let lines = messages { () throws(ConfigurationError) in
      _ = try BoardFile(decoding: source(text))
    }
    #expect(lines.first == "test.json: the file is \(text), expected an object { … }")
  }

  @Test("does not exhaust the stack, however deep it is nested")
  func deepNesting() {
    let text = String(repeating: "[", count: 200_000)
    #expect(
      !messages { () throws(ConfigurationError) in
        _ = try BoardFile(decoding: source(text))
      }.isEmpty)
  }

  @Test(
    "is refused when a string holds what is no text",
    arguments: [[0xFF, 0xC0], [0xED, 0xA0, 0x80], [0x00], [0x0A]] as [[UInt8]])
  func noText(inside: [UInt8]) {
    let bytes = Array("{ \"board\": \"".utf8) + inside + Array("\" }".utf8)
    let lines = messages { () throws(ConfigurationError) in
      _ = try BoardFile(decoding: ConfigurationBytes(path: "a\nb.json", bytes: bytes))
    }
    #expect(lines.first?.hasPrefix("a?b.json:1:") == true)
  }
}
