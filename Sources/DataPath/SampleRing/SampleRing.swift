import SeismicTypes

/// Hands blocks of counts from a source thread to one other thread.
///
/// A slot is the 64-byte `SampleBlockHeader` followed by `samplesPerBlock × channelCount` Int32
/// counts, padded to a multiple of 128 bytes so that the two threads never write and read one line
/// pair. The producer never waits: when the ring is full the new block is dropped and counted, and
/// the next block that fits says so (`SampleProducer.commit`).
package final class SampleRing: Sendable {
  package let channelCount: Int
  package let samplesPerBlock: Int
  /// What the producer signals at each commit; rings of one consumer thread may share it.
  package let wakeUp: WakeUp
  private let slots: SlotRing

  /// Allocates the ring; all sizes are at least one.
  package init(
    slotCount: Int, channelCount: Int, samplesPerBlock: Int, wakeUp: WakeUp = WakeUp()
  ) {
    precondition(channelCount > 0 && samplesPerBlock > 0, "a block has channels and samples")
    self.channelCount = channelCount
    self.samplesPerBlock = samplesPerBlock
    self.wakeUp = wakeUp
    let slotByteCount = Self.slotByteCount(
      channelCount: channelCount, samplesPerBlock: samplesPerBlock)
    slots = SlotRing(slotCount: slotCount, slotByteCount: slotByteCount)
  }

  /// The bytes a ring of this shape allocates, for the memory plan.
  package static func byteCount(
    slotCount: Int, channelCount: Int, samplesPerBlock: Int
  ) -> Int {
    let slot = slotByteCount(channelCount: channelCount, samplesPerBlock: samplesPerBlock)
    return SlotRing.byteCount(slotCount: slotCount, slotByteCount: slot)
  }

  package var slotCount: Int { slots.slotCount }

  /// Blocks dropped since the start because the ring was full.
  package var overrunCount: UInt { slots.overrunCount }

  /// The writing end; taking it twice is a programming error and traps.
  package func takeProducer() -> SampleProducer {
    SampleProducer(ring: self, slots: slots.takeProducer())
  }

  /// The reading end; taking it twice is a programming error and traps.
  package func takeConsumer() -> SampleConsumer {
    SampleConsumer(ring: self, slots: slots.takeConsumer())
  }

  private static func slotByteCount(channelCount: Int, samplesPerBlock: Int) -> Int {
    let sampleByteCount = channelCount * samplesPerBlock * MemoryLayout<Int32>.stride
    let used = MemoryLayout<SampleBlockHeader>.stride + sampleByteCount
    return (used + SlotRing.lineByteCount - 1) / SlotRing.lineByteCount * SlotRing.lineByteCount
  }
}
