import Alerting
import Foundation
import SeismicTypes
import StationConfiguration
import StationRuntime
import Testing

@Suite("The daemon's events of a record")
struct ReplayAgreementTests {
  @Test(
    "are those of a replay without threads, at every block size",
    arguments: [DaemonRecord.openEEW, .ferndale, .gaps], [1, 7, 64, 512])
  func agree(record: DaemonRecord, samplesPerBlock: Int) throws {
    let folder = try StationFolder.playing(record, samplesPerBlock: samplesPerBlock)
    let run = try DaemonRun([
      "--station", folder.path("station.json"), "--events", folder.path("events.jsonl"),
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = try folder.read("events.jsonl").split(separator: "\n").map { String($0) }
    #expect(try EventLine.comparable(lines) == replayed(folder))
  }

  @Test("number every message once, from zero")
  func sequence() throws {
    let folder = try StationFolder.playing(.ferndale)
    let run = try DaemonRun(["--station", folder.path("station.json"), "--events", "/dev/stdout"])
    let events = try run.output.map { try EventLine($0) }
    let numbers = events.compactMap { $0.fields["sequence"] as? Int }
    #expect(numbers == Array(0..<numbers.count))
    #expect(numbers.count > 20)
    #expect(events.dropLast().last?.type == "heartbeat")
    #expect(events.last?.type == "summary")
  }

  @Test("grow the boot number from one start to the next")
  func bootNumber() throws {
    let folder = try StationFolder.playing(.ferndale)
    let stored = UInt64(4_000_000_000)
    try FileManager.default.createDirectory(
      atPath: folder.path("state"), withIntermediateDirectories: true)
    try folder.write("\(stored)\n", to: "state/bootId", mode: 0o600)
    let run = try DaemonRun(["--station", folder.path("station.json"), "--events", "/dev/stdout"])
    let boots = try run.output.compactMap { try EventLine($0).fields["bootId"] as? UInt64 }
    #expect(Set(boots) == [stored + 1])
    #expect(try folder.read("state/bootId") == "\(stored + 1)\n")
  }

  /// What a replay of the same files on this thread gives, stamped as the station would.
  private func replayed(_ folder: StationFolder) throws -> [String] {
    let setup = try StationSetup(readingFrom: folder.path("station.json"))
    let replay = try StationReplay(StationPlan(setup))
    var lines: [String] = []
    var goesOn = true
    while goesOn {
      goesOn = replay.step() != nil
      while var message = replay.takeMessage() {
        message.station = try #require(ShortText(setup.station.identity.text))
        message.position = GeographicPosition()
        message.isTest = true
        lines.append(message.jsonLine)
      }
    }
    return try EventLine.comparable(lines + [StationSummary([replay.tally]).jsonLine])
  }
}
