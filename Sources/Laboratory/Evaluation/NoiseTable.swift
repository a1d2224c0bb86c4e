internal import SeismicTypes

/// The rows of a noise file: how often the station picked and alerted where there was no event.
package struct NoiseTable: Sendable {
  package private(set) var text = "rec_id,seconds,picks,alerts\n"

  package init() {}

  /// Adds a record; its length is the time during which the trigger was armed.
  package mutating func add(_ record: DatasetRecord, _ outcome: RecordOutcome) {
    let nanoseconds = outcome.sampleRate.nanoseconds(ofSamples: outcome.sampleCount)
    let milliseconds = (nanoseconds + 500_000) / 1_000_000
    let digits = "\(milliseconds % 1000 + 1000)".dropFirst()
    text +=
      "\(record.id),\(milliseconds / 1000).\(digits),\(outcome.picks.count),\(outcome.alertCount)\n"
  }
}
