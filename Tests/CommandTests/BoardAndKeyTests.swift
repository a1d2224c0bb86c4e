import Foundation
import Testing

@Suite("firstbreak board")
struct BoardCommandTests {
  @Test("lists every board of the folder")
  func list() throws {
    let outcome = try Tool.run(["board", "list"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains { $0.hasPrefix("adxl355  ") && $0.contains("HNZ HNN HNE") })
    #expect(outcome.lines.contains { $0.hasPrefix("recording  ") && $0.contains("miniseed") })
  }

  @Test("names a broken board, lists the others and fails")
  func listBroken() throws {
    let folder = try TemporaryFolder()
    try folder.write("{ \"schemaVersion\": 1 }", to: "broken.json")
    try folder.write(
      String(contentsOfFile: Tool.path("Boards/synthetic.json"), encoding: .utf8),
      to: "synthetic.json")
    let outcome = try Tool.run(["board", "list", "--boards", folder.url.path])
    #expect(outcome.status == 1)
    #expect(outcome.lines.count == 1)
    #expect(outcome.words.contains("broken.json: board is missing"))
  }

  @Test("checks one file")
  func check() throws {
    let path = Tool.path("Boards/adxl355.json")
    let outcome = try Tool.run(["board", "check", path])
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "\(path): valid")
  }
}

@Suite("firstbreak keygen")
struct KeygenCommandTests {
  @Test("makes a pair that only its owner reads, and never overwrites one")
  func pair() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run(["keygen", "--output", folder.path("keys")])
    #expect(outcome.status == 0)
    let secret = try String(contentsOfFile: folder.path("keys/station.key"), encoding: .utf8)
    let open = try String(contentsOfFile: folder.path("keys/station.pub"), encoding: .utf8)
    #expect(secret.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    #expect(open == outcome.output && open.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    #expect(!outcome.output.contains(secret) && !outcome.words.contains(secret.dropLast()))
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("keys/station.key"))
    #expect(mode[.posixPermissions] as? Int == 0o600)

    let json = try Tool.run(["keygen", "--output", folder.path("more"), "--json"])
    let other = try String(contentsOfFile: folder.path("more/station.pub"), encoding: .utf8)
    #expect(try json.objects()[0]["publicKey"] as? String == String(other.dropLast()))

    let again = try Tool.run(["keygen", "--output", folder.path("keys")])
    #expect(again.status == 1)
    #expect(again.words.contains("station.key: already exists"))
    #expect(
      try String(contentsOfFile: folder.path("keys/station.key"), encoding: .utf8) == secret)
  }
}
