/// Consecutive frames of a recording without a missing one.
struct RecordedStretch: BitwiseCopyable {
  let startNanoseconds: Int64
  /// The position of its first frame among the frames in memory.
  let firstFrame: Int
  let frameCount: Int
  /// The index of its first frame, missing samples counted.
  let sampleIndex: Int64
  let missingSampleCount: Int64
}
