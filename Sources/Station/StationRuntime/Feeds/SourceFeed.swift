package import Acquisition
package import SeismicTypes

/// Where a source's blocks come from.
package enum SourceFeed: Sendable {
  case recording(RecordingReader)
  case synthetic(SyntheticSource)

  /// Copies the next block into the caller's memory and describes it.
  ///
  /// - Parameters:
  ///   - counts: Receives the samples, shape [sampleCount][channelCount].
  ///   - header: Receives the block's description; `committedAt` is left to the caller.
  /// - Returns: False once the block with `endOfSource` has been delivered.
  package mutating func next(
    into counts: inout MutableSpan<Int32>, header: inout SampleBlockHeader
  ) -> Bool {
    switch self {
    case .recording(var reader):
      let delivered = reader.next(into: &counts, header: &header)
      self = .recording(reader)
      return delivered
    case .synthetic(var source):
      let delivered = source.next(into: &counts, header: &header)
      self = .synthetic(source)
      return delivered
    }
  }
}
