import Foundation
import Testing

@Suite("firstbreak listen")
struct ListenCommandTests {
  /// A station's files and a receiver's trusted keys, in a folder of their own.
  private struct Site {
    let folder = try? TemporaryFolder()

    init(trusting names: [String] = ["XX_REPLAY_.pub"]) throws {
      let folder = try #require(folder)
      _ = try Tool.run(["keygen", "--output", folder.path("keys")])
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "trust"), withIntermediateDirectories: true)
      let key = try String(contentsOfFile: folder.path("keys/station.pub"), encoding: .utf8)
      for name in names { try folder.write(key, to: "trust/" + name) }
      let station = try String(contentsOfFile: Recordings.station, encoding: .utf8)
      try folder.write(
        station.replacingOccurrences(of: "../../../Boards/recording.json", with: "board.json")
          .replacingOccurrences(of: "\"station.key\"", with: "\"keys/station.key\""),
        to: "station.json")
      try folder.write(
        String(contentsOfFile: Tool.path("Boards/recording.json"), encoding: .utf8),
        to: "board.json")
    }

    func path(_ name: String) -> String { folder?.path(name) ?? name }

    /// Listens while the Ferndale record is sent, then ends the listener.
    func listen(
      _ more: [String], onceRunning change: () throws -> Void = {}
    ) throws -> (heard: Tool.Outcome, sent: Tool.Outcome) {
      let listener = try RunningTool(
        ["listen", "--bind", "127.0.0.1:0", "--trust", path("trust")] + more)
      defer { listener.terminate() }
      let address = listener.firstWordsLine()
      #expect(address.hasPrefix("listening on 127.0.0.1:"))
      try change()
      let port = address.split(separator: ":").last.map(String.init) ?? "0"
      let sent = try Tool.run([
        "replay", "--station", path("station.json"), "--input", Recordings.ferndale,
        "--sensitivity", Recordings.ferndaleSensitivity, "--send", "127.0.0.1:\(port)", "--speed",
        "200", "--json",
      ])
      listener.terminate()
      return (try listener.finish(), sent)
    }
  }

  @Test("prints every message once, as it was sent, and counts the repeats")
  func accepts() throws {
    let (heard, sent) = try Site().listen(["--accept-test", "--json"])
    #expect(heard.status == 0 && sent.status == 0, "\(heard.words)\(sent.words)")
    let sentLines = try sent.objects().dropLast().map { $0 as NSDictionary }
    let heardLines = try heard.objects().dropLast().map {
      var line = $0
      #expect(line.removeValue(forKey: "timeTrusted") is Bool)
      return line as NSDictionary
    }
    #expect(heardLines == sentLines)
    #expect(sentLines.first?["type"] as? String == "heartbeat")
    #expect(sentLines.contains { $0["type"] as? String == "alert" })
    let summary = try #require(heard.objects().last)
    #expect(summary["accepted"] as? Int == sentLines.count)
    #expect(summary["duplicates"] as? Int == 3 * sentLines.count)
    let refused = try #require(summary["refused"] as? [String: Int])
    #expect(refused.count == 12 && refused.values.allSatisfy { $0 == 0 })
  }

  @Test("refuses tests unless told otherwise, and says so in words")
  func refusesTests() throws {
    let (heard, sent) = try Site().listen([])
    #expect(heard.status == 0 && sent.status == 0)
    #expect(heard.lines.count == 1)
    #expect(heard.output.hasPrefix("accepted 0, duplicates 0, refused "))
    #expect(heard.output.contains("(test "))
    #expect(heard.words.contains("refused a datagram from 127.0.0.1: test"))
  }

  @Test("refuses a key under another station's name, and every key without one")
  func refusesStrangers() throws {
    let (other, _) = try Site(trusting: ["XX_OTHER_.pub"]).listen(["--accept-test"])
    #expect(other.output.contains("accepted 0") && other.output.contains("(station "))
    let (stranger, _) = try Site(trusting: []).listen(["--accept-test"])
    #expect(stranger.output.contains("accepted 0") && stranger.output.contains("(unknownKey "))
    #expect(stranger.words.contains("no key is trusted"))
  }

  @Test("remembers across restarts, until it is told to forget")
  func state() throws {
    let site = try Site()
    let state = ["--accept-test", "--state", site.path("received")]
    #expect(try site.listen(state).heard.output.contains("ALERT level 3 strong"))
    #expect(
      try String(contentsOfFile: site.path("received"), encoding: .utf8).contains("XX_REPLAY_"))
    let forget = ["listen", "--forget", "XX_REPLAY_", "--state", site.path("received")]
    #expect(try Tool.run(forget).status == 0)
    #expect(try Tool.run(forget).status == 1)
  }

  @Test("needs a state it can write to start, none to pass on alerts")
  func unwritableState() throws {
    let site = try Site()
    let nowhere = [
      "listen", "--bind", "127.0.0.1:0", "--trust", site.path("trust"), "--state",
      site.path("absent/received"),
    ]
    #expect(try Tool.run(nowhere).status == 1)
    // A folder in the way of the file: it can be stored no more once the listener runs.
    let state = site.path("received")
    let (heard, _) = try site.listen(["--accept-test", "--state", state]) {
      try FileManager.default.removeItem(atPath: state)
      try FileManager.default.createDirectory(
        atPath: state + "/kept", withIntermediateDirectories: true)
    }
    #expect(heard.status == 0)
    #expect(heard.output.contains("ALERT level 3 strong"))
    #expect(heard.words.contains("a replay may be accepted"))
  }

  @Test("survives a standard error that takes nothing")
  func fullLog() throws {
    let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let site = try Site()
    let listener = try RunningTool(
      ["listen", "--bind", "127.0.0.1:0", "--trust", site.path("trust"), "--timeout", "0.01"],
      wordsFile: full)
    let outcome = try listener.finish()
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("ends after the number of messages asked for, or fails when the time is up")
  func limits() throws {
    let (heard, _) = try Site().listen(["--accept-test", "--count", "2"])
    #expect(heard.status == 0)
    #expect(heard.lines.count == 3 && heard.output.contains("accepted 2,"))
    let site = try Site()
    let silence = [
      "listen", "--bind", "127.0.0.1:0", "--trust", site.path("trust"), "--timeout", "0.01",
    ]
    #expect(try Tool.run(silence).status == 0)
    #expect(try Tool.run(silence + ["--count", "1"]).status == 1)
  }
}
