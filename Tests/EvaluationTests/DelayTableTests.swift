import Acquisition
import Alerting
import Evaluation
import SeismicTypes
import Testing

/// How late the station decided, apart from how well it timed the onset.
struct DelayTableTests {
  private func record(gain: DatasetRecord.Gain, p: Int64 = 1_000) -> DatasetRecord {
    var record = DatasetRecord(id: "A", file: .init(path: ""), gain: gain)
    record.pSampleIndex = p
    return record
  }

  private let calibrated = DatasetRecord.Gain.known(.acceleration, centimetresPerCount: 1)

  private func outcome(onset: Int64) -> RecordOutcome {
    var outcome = RecordOutcome(sampleRate: SampleRate(microhertz: 100_000_000))
    var pick = RecordOutcome.Pick(
      onsetSampleIndex: onset, decisionSampleIndex: onset + 20, event: 0)
    pick.firstPredictionSampleIndex = onset + 50
    pick.strongAlert = RecordOutcome.StrongAlert(sampleIndex: onset + 100, basis: .predicted)
    outcome.picks = [pick]
    outcome.exceedanceSampleIndex = 1_600
    return outcome
  }

  private func median(_ table: DelayTable, _ name: String) -> Double? {
    table.lines.first { $0.name == name }?.quantile(0.5)
  }

  @Test func onsetErrorAndDelayOfTheDecisionAreApart() {
    var table = DelayTable()
    table.add(record(gain: calibrated), outcome(onset: 1_003))
    #expect(median(table, "onset minus P") == 0.03)
    #expect(median(table, "pick sent after its onset") == 0.2)
    #expect(median(table, "pick sent after P") == 0.23)
    #expect(median(table, "first prediction after P") == 0.53)
    #expect(median(table, "level 3 after P") == 1.03)
    #expect(median(table, "level 3 before 8.18 cm/s") == 4.97)
  }

  @Test func aPickThatIsNotOfThisPWaveIsLeftOut() {
    var table = DelayTable()
    table.add(record(gain: calibrated), outcome(onset: 949))
    table.add(record(gain: calibrated), outcome(onset: 1_101))
    #expect(table.lines.allSatisfy { $0.seconds.isEmpty })
    #expect(table.text.contains("onset minus P                    0        -"))
  }

  @Test func aRecordWithoutGainTellsOfOnsetsOnly() {
    var table = DelayTable()
    table.add(record(gain: .unknown), outcome(onset: 1_000))
    #expect(median(table, "pick sent after P") == 0.2)
    #expect(median(table, "level 3 after P") == nil)
  }

  @Test func quantilesComeFromTheSortedValues() {
    var table = DelayTable()
    for onset: Int64 in [1_004, 1_000, 1_002, 1_001, 1_003] {
      table.add(record(gain: .unknown), outcome(onset: onset))
    }
    #expect(median(table, "onset minus P") == 0.02)
    #expect(
      table.json.contains(
        "{\"name\":\"onset minus P\",\"records\":5,\"p05Seconds\":0.000,\"p50Seconds\":0.020,"
          + "\"p95Seconds\":0.040,\"maxSeconds\":0.040}"))
  }
}
