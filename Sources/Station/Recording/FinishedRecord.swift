import SeismicTypes

/// The samples of one record and what its header will say of them.
struct FinishedRecord: Equatable {
  enum Coding: Equatable {
    case steim2
    /// Plain 32-bit integers, where a step is wider than Steim2 can hold.
    case int32
  }

  var startTime: Timestamp
  var samples: [Int32]
  var coding: Coding
  /// Frames of `coding` steim2 as bytes.
  var frames: [UInt8] = []
  /// The largest of its blocks, `UInt32.max` while one was not synchronised.
  var clockErrorMicroseconds: UInt32
}
