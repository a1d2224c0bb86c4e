import Alerting
import SeismicTypes
import StationRuntime
import Testing

@Suite("A replay of a real earthquake")
struct ReplayTests {
  @Test(
    "gives the same messages, bit for bit, at every block size",
    arguments: [ShippedRecord.openEEW, .ferndale])
  func blockSizesAgree(record: ShippedRecord) throws {
    let reference = try record.lines(samplesPerBlock: 1)
    #expect(reference.count > 10)
    for samplesPerBlock in [7, 64, 512] {
      let lines = try record.lines(samplesPerBlock: samplesPerBlock)
      #expect(lines == reference, "block size \(samplesPerBlock)")
    }
  }

  @Test("warns of strong shaking before it arrives")
  func warnsInTime() throws {
    let replay = try ShippedRecord.ferndale.replay(samplesPerBlock: 16)
    while replay.step() != nil { while replay.takeMessage() != nil {} }
    let tally = replay.tally
    // Observed PGV of this record is 29.554 cm/s by the data set's own float computation.
    #expect(abs(tally.peaks.pgvPicometresPerSecond - 295_540_000_000) < 300_000_000)
    let warning = try #require(tally.warningNanoseconds)
    #expect(warning > 0)
  }

  @Test("numbers revisions from zero and ends every event")
  func eventsAreWhole() throws {
    var nextRevision: [UInt64: UInt32] = [:]
    var ended: Set<UInt64> = []
    for message in try ShippedRecord.openEEW.messages(samplesPerBlock: 64) {
      let event = try #require(message.event)
      let revision = try #require(message.revision)
      #expect(revision == nextRevision[event, default: 0])
      nextRevision[event] = revision + 1
      if message.type == .cancel || message.flags?.contains(.final) == true { ended.insert(event) }
    }
    #expect(!nextRevision.isEmpty)
    #expect(ended == Set(nextRevision.keys))
  }

  @Test("never lowers the level of an event")
  func levelsNeverFall() throws {
    var level: [UInt64: UInt8] = [:]
    for message in try ShippedRecord.ferndale.messages(samplesPerBlock: 64) {
      guard let event = message.event, let current = message.level else { continue }
      #expect(current.rawValue >= level[event, default: 0])
      if message.type == .alert { #expect(current.rawValue > level[event, default: 0]) }
      level[event] = current.rawValue
    }
    #expect(level.values.max() == 4)
  }
}
