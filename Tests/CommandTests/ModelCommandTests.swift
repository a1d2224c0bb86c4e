import Foundation
import Testing

@Suite("firstbreak model")
struct ModelCommandTests {
  static let model = Tool.path("Tests/Fixtures/models/contract.tflite")

  @Test("tells of file, contract, tensors and operators")
  func inspect() throws {
    let outcome = try Tool.run(["model", "inspect", Self.model])
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains("conditioning chain 1"))
    #expect(outcome.lines.contains("  pd_log10: (x - -1.5) * 1.0"))
    #expect(outcome.lines.contains("outputs: a, b, c, d, e"))
    #expect(outcome.lines.contains { $0.hasPrefix("  4 LOGISTIC ") })
  }

  @Test("gives the same as JSON, with the file's digest")
  func json() throws {
    let outcome = try Tool.run(["model", "inspect", Self.model, "--json"])
    let object = try #require(try outcome.objects().first)
    #expect((object["sha256"] as? String)?.count == 64)
    #expect((object["operators"] as? [Any])?.count == 5)
    #expect((object["contract"] as? [String: Any])?["chain"] as? Int == 1)
  }

  @Test("shows the card that lies beside the file, and refuses a broken one")
  func card() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("m.tflite")
    try FileManager.default.copyItem(atPath: Self.model, toPath: path)
    try folder.write("{\"name\": \"trial\"}", to: "m.json")
    #expect(try Tool.run(["model", "inspect", path]).lines.contains("card: name trial"))
    try folder.write("[1]", to: "m.json")
    let outcome = try Tool.run(["model", "inspect", path])
    #expect(outcome.status == 1)
    #expect(outcome.words.contains("m.json: is not a JSON object"))
  }

  @Test("runs each row of a table, whatever the order of its columns")
  func runTable() throws {
    let folder = try TemporaryFolder()
    let others = (0..<22).map { "others_\($0)" }.joined(separator: ",")
    let zeros = [String](repeating: "0", count: 22).joined(separator: ",")
    try folder.write(
      "id,pv_log10,\(others),pd_log10\nx,-1,\(zeros),-1.5\ny,0.25,\(zeros),2\n", to: "f.csv")
    let output = folder.path("o.csv")
    let outcome = try Tool.run(
      ["model", "run", Self.model, "--features", folder.path("f.csv"), "--output", output])
    #expect(outcome.status == 0, "\(outcome.words)")
    let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first == "row,a,b,c,d,e,elements_outside")
    #expect(lines[1] != lines[2])
    try folder.write("pv_log10\n1\n", to: "short.csv")
    let refused = try Tool.run(
      ["model", "run", Self.model, "--features", folder.path("short.csv")])
    #expect(refused.status == 1)
    #expect(refused.words.contains("has no column pd_log10"))
  }
}
