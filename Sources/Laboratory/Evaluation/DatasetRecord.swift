package import Acquisition
package import SeismicTypes

/// One three-component record of a data set: where its counts are and what is known of them.
package struct DatasetRecord: Equatable, Sendable {
  /// What a count is worth.
  package enum Gain: Equatable, Sendable {
    /// cm/s² or cm/s per count, by the quantity.
    case known(Quantity, centimetresPerCount: Double)
    /// Not known: the record is fed as velocity at a set level of noise, and only onsets count.
    case unknown
  }

  package var id: String
  package var file: RecordingFile
  package var gain: Gain
  /// `train` or `val`, empty for records that belong to no split.
  package var split = ""
  /// The catalogue's P onset, from 0.
  package var pSampleIndex: Int64?

  /// Whether the whole record is noise.
  package var isNoise = false

  package init(id: String, file: RecordingFile, gain: Gain) {
    self.id = id
    self.file = file
    self.gain = gain
  }
}
