import Foundation
import FoundationXML
import Testing

@Suite("firstbreak replay")
struct ReplayCommandTests {
  /// The lines that two replays of the same counts must have in common.
  private func decisions(_ outcome: Tool.Outcome) throws -> [NSDictionary] {
    let decided: Set = ["pick", "estimate", "alert", "cancel"]
    return try outcome.objects().filter { decided.contains($0["type"] as? String ?? "") }.map {
      var line = $0
      for name in ["bootId", "sequence", "sentTime", "clockError", "latency"] { line[name] = nil }
      line["clockErrorMilliseconds"] = nil
      line["latencyMilliseconds"] = nil
      return line as NSDictionary
    }
  }

  @Test("prints one JSON object a line and ends with a summary")
  func json() throws {
    let outcome = try Recordings.replayFerndale("--json")
    #expect(outcome.status == 0)
    let objects = try outcome.objects()
    let types = objects.compactMap { $0["type"] as? String }
    #expect(types.count == objects.count)
    #expect(types.first == "pick" && types.last == "summary")
    #expect(!types.contains("heartbeat"), "heartbeats need --send")
    let summary = try #require(objects.last)
    #expect(summary["samples"] as? Int == 6001)
    #expect(summary["gaps"] as? Int == 0)
    #expect(summary["events"] as? Int == 1)
    let pgv = try #require(summary["pgvMicrometresPerSecond"] as? Int)
    #expect((290_000...300_000).contains(pgv), "the record's PGV is 29.55 cm/s")
    #expect(
      objects.allSatisfy { $0["type"] as? String == "summary" || $0["test"] as? Bool == true })
    #expect(objects.dropLast().allSatisfy { $0["station"] as? String == "XX_REPLAY_" })
  }

  @Test("decides the same at every block size and every speed")
  func blockSizes() throws {
    let reference = try decisions(Recordings.replayFerndale("--json"))
    #expect(reference.count > 5)
    for more in [["1"], ["7"], ["4096"]] {
      let outcome = try Recordings.replayFerndale("--json", "--samples-per-block", more[0])
      #expect(try decisions(outcome) == reference)
    }
    #expect(try decisions(Recordings.replayFerndale("--json", "--speed", "1000")) == reference)
  }

  @Test("tells people what happened: a line a message, peaks and warning at the end")
  func words() throws {
    let outcome = try Recordings.replayFerndale()
    #expect(outcome.status == 0)
    #expect(outcome.lines.contains { $0.contains("P wave detected at 20.") })
    #expect(outcome.lines.contains { $0.contains("ALERT level 3 strong, ") })
    #expect(outcome.output.contains("observed peaks: PGA 117 cm/s², PGV 29.6 cm/s, PGD 7.5"))
    #expect(outcome.output.contains("until 8.18 cm/s was exceeded"))
    let taken = "acceleration, 213926.302 counts per m/s\u{b2}, 100.0 Hz"
    #expect(outcome.words == ["HNZ", "HNN", "HNE"].map { "\($0): \(taken)\n" }.joined())
  }

  @Test("says what contradicts itself, and that one component is a lower bound")
  func remarks() throws {
    let outcome = try Recordings.replayFerndale("--channels", "HNZ", "--quantity", "velocity")
    #expect(outcome.status == 0)
    #expect(outcome.words.contains("the code names a sensor of acceleration"))
    #expect(outcome.words.contains("a lower bound"))
  }

  @Test("takes sensitivity and quantity for all channels or for one")
  func sensitivity() throws {
    func pgv(_ options: [String]) throws -> Int {
      let outcome = try Tool.run(
        ["replay", "--station", Recordings.station, "--input", Recordings.ferndale, "--json"]
          + options)
      #expect(outcome.status == 0, "\(outcome.words)")
      return try #require(outcome.objects().last?["pgvMicrometresPerSecond"] as? Int)
    }
    let whole = try pgv(["--sensitivity", "213926.302"])
    let half = try pgv(["--sensitivity", "427852.604"])
    #expect(abs(whole - 2 * half) <= 2)
    let named = try pgv(
      [
        "--sensitivity", "HNZ=213926.302", "HNN=213926.302", "--sensitivity=HNE=213926.302",
      ].flatMap { $0.hasPrefix("HNN") ? ["--sensitivity", $0] : [$0] })
    #expect(named == whole)
    let oneSmaller = try pgv(["--sensitivity", "213926.302", "--sensitivity", "HNE=1e9"])
    #expect(oneSmaller <= whole)
    let velocity = try pgv(["--sensitivity", "213926.302", "--quantity", "velocity"])
    #expect(velocity != whole)
  }

  @Test("reads a velocity sensor")
  func velocity() throws {
    let outcome = try Tool.run([
      "replay", "--station", Recordings.station, "--json", "--quantity", "velocity",
      "--sensitivity", "5848018194", "--input",
      Tool.path("Tests/Fixtures/records/10_local_M3_20km_SR.mseed"),
    ])
    let pgv = try #require(outcome.objects().last?["pgvMicrometresPerSecond"] as? Int)
    #expect((150...190).contains(pgv), "the record's PGV is 0.01705 cm/s")
  }

  @Test("merges several files and filters channels")
  func inputs() throws {
    let half = "Tests/Fixtures/records/"
    let both = try Tool.run([
      "replay", "--station", Recordings.station, "--json", "--input",
      Tool.path(half + "08_ferndale_M6.4_KCT_60s.mseed"),
      Tool.path(half + "08_ferndale_M6.4_KCT_HN_ok.mseed"),
    ])
    #expect(try both.objects().last?["samples"] as? Int == 13_847)
    let filtered = try Tool.run([
      "replay", "--station", Recordings.station, "--json", "--channels", "EN?", "--input",
      Recordings.made("two_instruments.mseed"),
    ])
    #expect(filtered.status == 0, "\(filtered.words)")
    #expect(try filtered.objects().last?["samples"] as? Int == 300)
  }

  @Test("names gaps on stderr and counts them")
  func gaps() throws {
    let outcome = try Tool.run([
      "replay", "--station", Recordings.station, "--json", "--sensitivity", "100000", "--input",
      Tool.path("Tests/Fixtures/records/19_gaps_OpenEEW_024_2020_3_30.mseed"),
    ])
    #expect(outcome.status == 0)
    let gaps = try #require(outcome.objects().last?["gaps"] as? Int)
    #expect(gaps > 0)
    #expect(outcome.words.contains("gap of "))
  }

  @Test("gives the same lines for a recording in miniSEED 3")
  func miniSEED3() throws {
    let files = [
      "records/06_openeew_M7.2_MEMS.mseed", "miniseed3/06_openeew_M7.2_MEMS.mseed3",
    ]
    let outcomes = try files.map { file in
      try Tool.run([
        "replay", "--station", Recordings.station, "--sensitivity", "100000", "--json", "--input",
        Tool.path("Tests/Fixtures/" + file),
      ])
    }
    #expect(outcomes.allSatisfy { $0.status == 0 })
    let lines = try outcomes.map { try decisions($0) }
    #expect(lines[0] == lines[1] && lines[0].count > 5)
  }

  @Test("draws a picture with its units and marks")
  func picture() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("replay.svg")
    #expect(try Recordings.replayFerndale("--picture", path).status == 0)
    let data = try Data(contentsOf: URL(filePath: path))
    #expect(XMLParser(data: data).parse())
    let text = String(decoding: data, as: UTF8.self)
    for words in [
      "vertical acceleration (cm/s²)", "STA/LTA (ratio)", "PGV (cm/s)", ">on ", ">off ",
      "68 % of the prediction", "8.18 strong", "alert 3", "8.18 cm/s exceeded", ">P<",
    ] {
      #expect(text.contains(words), "\(words) is missing")
    }
  }

  @Test("leaves nothing behind when the recording is bad")
  func nothingHalfWritten() throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.run([
      "replay", "--station", Recordings.station, "--input", Recordings.made("float32.mseed"),
      "--picture", folder.path("replay.svg"),
    ])
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }
}
