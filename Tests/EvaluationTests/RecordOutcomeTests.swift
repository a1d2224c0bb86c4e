import Acquisition
import Evaluation
import SeismicTypes
import Testing

/// Which pick a record is judged by, and how it is written.
struct RecordOutcomeTests {
  private func outcome(onsets: [Int64]) -> RecordOutcome {
    var outcome = RecordOutcome(sampleRate: SampleRate(microhertz: 100_000_000))
    outcome.picks = onsets.enumerated().map {
      RecordOutcome.Pick(
        onsetSampleIndex: $1, decisionSampleIndex: $1 + 20, event: Int64($0))
    }
    return outcome
  }

  @Test func theNearestPickCountsAndEarlierOnesAreCounted() {
    let outcome = outcome(onsets: [100, 940, 951, 1_020, 3_000])
    #expect(outcome.pick(nearestTo: 1_000)?.onsetSampleIndex == 1_020)
    #expect(outcome.earlierPickCount(than: 1_000) == 2)
    #expect(outcome.pick(nearestTo: nil)?.onsetSampleIndex == 100)
  }

  @Test func aSilentStationLeavesItsFieldsEmpty() {
    var table = PredictionTable(windowsMilliseconds: [500, 3_000])
    var record = DatasetRecord(
      id: "A.1", file: .init(path: ""), gain: .known(.acceleration, centimetresPerCount: 1))
    record.pSampleIndex = 1_000
    table.add(record, outcome(onsets: []))
    #expect(
      table.text == PredictionTable.header + "\n"
        + "A.1,0.5,,,,,,,,,,,,,0,recorded,\nA.1,3,,,,,,,,,,,,,0,recorded,\n")
  }

  @Test func aRecordWithoutGainHasOnsetsOnly() {
    var table = PredictionTable(windowsMilliseconds: [1_000])
    var record = DatasetRecord(id: "B.2", file: .init(path: ""), gain: .unknown)
    record.pSampleIndex = 1_000
    var outcome = outcome(onsets: [200, 1_004])
    outcome.exceedanceSampleIndex = 1_500
    outcome.warmUp = .mirrored
    table.add(record, outcome)
    #expect(table.text.hasSuffix("\nB.2,1,1004,,,,,,,,,,,,1,mirrored,1024\n"))
  }
}
