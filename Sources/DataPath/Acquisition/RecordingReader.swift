package import SeismicTypes

/// Delivers a recording block by block, as a sensor's driver would.
///
/// Blocks never cross a gap; the first block after one carries `followsGap` and the number of
/// missing samples. After the last block comes one without samples that carries `endOfSource`.
/// Several readers may read one recording.
package struct RecordingReader: Sendable {
  /// Which times the blocks carry.
  package enum TimeBase: Sendable, Equatable {
    /// Those of the recording.
    case recorded
    /// Shifted as a whole, so that the first frame is taken at the given time ("now").
    case startingAt(Timestamp)
  }

  /// Keeps the memory alive that the cursor reads.
  package let recording: Recording
  private var cursor: RecordingCursor

  /// A reader at the first frame.
  ///
  /// - Parameters:
  ///   - recording: What to deliver.
  ///   - timeBase: Which times the blocks carry.
  ///   - clockErrorMicroseconds: What blocks state as clock error; `UInt32.max` also marks them as
  ///     unsynchronised.
  package init(
    _ recording: Recording, timeBase: TimeBase = .recorded, clockErrorMicroseconds: UInt32 = 0
  ) {
    self.recording = recording
    cursor = RecordingCursor(
      recording, timeBase: timeBase, clockErrorMicroseconds: clockErrorMicroseconds)
  }

  /// Copies the next block into the caller's memory and describes it.
  ///
  /// - Parameters:
  ///   - counts: Receives the samples, shape [sampleCount][channelCount]. Its length sets the
  ///     largest block: at least one frame, or nothing is delivered.
  ///   - header: Receives the block's description; `committedAt` is left to the caller.
  /// - Returns: False once the block with `endOfSource` has been delivered.
  @_noAllocation @_noLocks
  package mutating func next(
    into counts: inout MutableSpan<Int32>, header: inout SampleBlockHeader
  ) -> Bool {
    cursor.next(into: &counts, header: &header)
  }
}
