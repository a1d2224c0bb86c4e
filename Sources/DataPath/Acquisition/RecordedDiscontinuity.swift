package import SeismicTypes

/// Where the records of one channel do not join: samples are missing, or recorded twice.
package struct RecordedDiscontinuity: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// Samples are missing before `time`.
    case gap
    /// A record repeats time that another one already covers; what was there first stays.
    case overlap
  }

  package let kind: Kind
  package let channelCode: String
  /// The start of the record after the gap, or of the record that overlaps.
  package let time: Timestamp
  /// The gap's or the overlap's length between the nominal sample times.
  package let durationNanoseconds: Int64
  /// Missing samples of a gap, dropped samples of an overlap.
  package let sampleCount: Int64
}
