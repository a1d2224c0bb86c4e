/// Counts the samples that went missing between the frames of a serial digitizer.
struct SerialFrameCount: Sendable {
  /// What a frame's counters say.
  enum Place: Equatable, Sendable {
    /// It follows the frame before, with so many samples lost between them.
    case following(lostSampleCount: Int64)
    /// The digitizer has started anew; what was lost only the time can tell.
    case restarted
    /// The frame before, once more.
    case repeated
  }

  private var newest: SerialFrameHeader?

  init() {}

  /// Puts a frame in its place.
  @_noAllocation @_noLocks
  mutating func place(_ header: SerialFrameHeader) -> Place {
    guard case .some(let before) = newest else {
      newest = header
      return .following(lostSampleCount: 0)
    }
    if header.sequence == before.sequence && header.sampleCounter == before.sampleCounter {
      return .repeated
    }
    newest = header
    let expected = before.sampleCounter &+ UInt32(truncatingIfNeeded: before.sampleCount)
    let lost = header.sampleCounter &- expected
    // More than half the counter's range is a step back.
    if header.isFirst || lost > UInt32.max / 2 { return .restarted }
    return .following(lostSampleCount: Int64(lost))
  }
}
