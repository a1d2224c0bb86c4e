/// A view of a recording's memory that the hot path can read without touching its reference count.
///
/// It must not outlive the recording; the reader holds both.
@safe
struct RecordedFrames: BitwiseCopyable, @unchecked Sendable {
  // @unchecked Sendable: the memory is never written once a `Recording` exists.
  private let counts: UnsafePointer<Int32>
  private let stretches: UnsafePointer<RecordedStretch>
  let stretchCount: Int

  init(_ recording: Recording) {
    unsafe counts = UnsafePointer(recording.frames)
    unsafe stretches = UnsafePointer(recording.stretches)
    stretchCount = recording.stretchCount
  }

  /// The stretch at `index`, 0 ≤ index < stretchCount.
  @_noAllocation @_noLocks
  func stretch(_ index: Int) -> RecordedStretch { unsafe stretches[index] }

  /// Copies counts to the start of the destination, which has room for them.
  @_noAllocation @_noLocks
  func copy(from first: Int, count: Int, into destination: inout MutableSpan<Int32>) {
    for index in 0..<count { destination[index] = unsafe counts[first &+ index] }
  }
}
