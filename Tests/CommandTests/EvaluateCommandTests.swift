import Foundation
import Testing

/// `firstbreak evaluate` over a data set of two records.
struct EvaluateCommandTests {
  /// A folder of its own: an earthquake, a record whose bytes are none, and a quiet minute.
  private func withDataset(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let waveforms = folder.appending(path: "waveforms")
    try FileManager.default.createDirectory(at: waveforms, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let quiet = Tool.path("Tests/Fixtures/records/17_noise_quiet_MEMS.mseed")
    for (name, path) in [("quake.mseed", Recordings.ferndale), ("quiet.mseed", quiet)] {
      try FileManager.default.copyItem(
        atPath: path, toPath: waveforms.appending(path: name).path)
    }
    let header = "rec_id,volume,byte_offset,byte_length,split,quantity,gain,gain_unit,p_sample\n"
    let gain = 100 / (Double(Recordings.ferndaleSensitivity) ?? 1)
    let records = """
      quake,quake.mseed,0,32768,val,acc,\(gain),,4000
      other,quake.mseed,0,32768,train,acc,\(gain),,4000
      lost,absent.mseed,0,512,val,acc,1,,100

      """
    try Data((header + records).utf8).write(to: folder.appending(path: "records.csv"))
    let noise = "quiet,quiet.mseed,0,15872,,acc,0.001,cm/s/s,\n"
    try Data((header + noise).utf8).write(to: folder.appending(path: "noise.csv"))
    try body(folder)
  }

  private func evaluate(_ folder: URL, _ more: String...) throws -> (Tool.Outcome, String) {
    let output = folder.appending(path: "out.csv")
    let outcome = try Tool.run(
      ["evaluate", "--dataset", folder.path, "--station", Recordings.station] + more
        + ["--output", output.path])
    return (outcome, try String(contentsOf: output, encoding: .utf8))
  }

  @Test func rowsKeepTheRecordsOrderHoweverManyRunAtATime() throws {
    try withDataset { folder in
      let (one, alone) = try evaluate(folder, "--windows", "1,3", "--jobs", "1")
      let (four, together) = try evaluate(folder, "--windows", "1,3", "--jobs", "4")
      #expect(one.status == 0 && four.status == 0)
      #expect(alone == together)
      let ids = alone.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
      #expect(ids == ["quake", "quake", "other", "other", "lost", "lost"])
      #expect(one.words.contains("3 records run, 1 could not be"))
      #expect(one.words.contains("absent.mseed"))
      let noise = try String(
        contentsOf: folder.appending(path: "out.noise.csv"), encoding: .utf8)
      #expect(noise.contains("\nquiet,"))
    }
  }

  @Test func decisionDelaysGoToStandardOutput() throws {
    try withDataset { folder in
      let (outcome, _) = try evaluate(folder, "--split", "val")
      #expect(outcome.output.hasPrefix("seconds "))
      #expect(outcome.output.contains("pick sent after its onset"))
      let (machine, _) = try evaluate(folder, "--split", "val", "--json")
      let lines = try JSONSerialization.jsonObject(with: Data(machine.output.utf8))
      #expect((lines as? [[String: Any]])?.count == 6)
    }
  }

  @Test func noProgressIsDrawnWhereNobodyLooks() throws {
    try withDataset { folder in
      let (outcome, _) = try evaluate(folder)
      #expect(!outcome.words.contains("[") && !outcome.words.contains("\r"))
    }
  }
}
