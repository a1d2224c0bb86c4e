internal import SampleRing
internal import SeismicTypes

/// A source thread's way to the archive: a ring of its own, filled after the alert path's.
///
/// A sensor's blocks are dropped and counted where the archive has fallen behind; nobody waits.
struct ArchiveTap: ~Copyable {
  private var producer: SampleProducer
  /// Blocks that found no room.
  let lostBlocks: ArchiveLosses

  init(_ producer: consuming SampleProducer, losses: ArchiveLosses) {
    self.producer = producer
    lostBlocks = losses
  }

  /// Whether the next block would be kept, for sources that can hold back.
  mutating func hasRoom() -> Bool { producer.hasRoom() }

  /// Copies a block's counts, which the alert path's ring is about to take, into the next slot.
  ///
  /// - Parameters:
  ///   - counts: Shape [sampleCount][channelCount], perhaps with room behind.
  ///   - count: How many of them are the block's.
  mutating func prepare(_ counts: Span<Int32>, count: Int) {
    var slot = producer.reserve()
    for index in 0..<min(count, counts.count, slot.count) { slot[index] = counts[index] }
  }

  /// Hands the prepared block over.
  mutating func commit(_ header: SampleBlockHeader) {
    if !producer.commit(header) { lostBlocks.count.publish(lostBlocks.count.value + 1) }
  }
}

/// Blocks of one source that the archive's ring had no room for.
final class ArchiveLosses: Sendable {
  let count = Gauge(0)
}
