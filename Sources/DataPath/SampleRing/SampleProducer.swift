package import SeismicTypes

/// The writing end of a `SampleRing`, for one thread: reserve, fill, commit.
///
/// ```swift
/// var counts = producer.reserve()
/// header.sampleCount = driver.read(into: &counts)
/// header.committedAt = MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
/// producer.commit(header)
/// ```
// Unchecked: it is not copyable, so only the thread that holds it can write.
@safe package struct SampleProducer: ~Copyable, @unchecked Sendable {
  /// Keeps the wake-up word alive; never touched while running.
  private let ring: SampleRing
  private var slots: SlotProducer
  private let wakeUp: WakeUpWord
  private let channelCount: UInt32
  private let samplesPerBlock: UInt32
  private let countsPerBlock: Int
  /// Samples dropped, or reported missing by blocks that were dropped, since the last block that
  /// fitted.
  private var droppedSampleCount: Int64 = 0
  private var hasDropped = false

  init(ring: SampleRing, slots: consuming SlotProducer) {
    self.ring = ring
    self.slots = slots
    wakeUp = ring.wakeUp.word
    channelCount = UInt32(ring.channelCount)
    samplesPerBlock = UInt32(ring.samplesPerBlock)
    countsPerBlock = ring.channelCount * ring.samplesPerBlock
  }

  /// Whether a block committed now would be kept, for sources that can hold back (a recording read
  /// faster than real time).
  @_noAllocation @_noLocks
  package mutating func hasRoom() -> Bool { slots.hasRoom() }

  /// Room for the counts of one block, shape [samplesPerBlock][channelCount], until the commit.
  ///
  /// There is always room for it, even when the ring is full: whether the block is kept is decided
  /// at the commit. What it holds before it is written is unspecified.
  @_lifetime(&self)
  @_noAllocation @_noLocks
  package mutating func reserve() -> MutableSpan<Int32> {
    let samples = unsafe slots.slot + MemoryLayout<SampleBlockHeader>.stride
    let counts = unsafe samples.bindMemory(to: Int32.self, capacity: countsPerBlock)
    let span = unsafe MutableSpan<Int32>(_unsafeStart: counts, count: countsPerBlock)
    return unsafe _overrideLifetime(span, mutating: &self)
  }

  /// Hands the block to the consumer and wakes it, or drops the block when the ring was full.
  ///
  /// A dropped block counts one overrun. The next block that fits carries `followsGap`, and the
  /// samples of the dropped blocks, with those they reported missing, are added to its
  /// `missingSampleCount`. An `endOfSource` block is never counted or lost: commit it again until
  /// the result is true. Such a block, or any without samples, needs no `reserve()`.
  ///
  /// - Parameter header: `sampleCount` is held to the block size; `channelCount` is overwritten.
  ///   The caller stamps `committedAt`.
  /// - Returns: Whether the block was kept.
  @discardableResult @_noAllocation @_noLocks
  package mutating func commit(_ header: SampleBlockHeader) -> Bool {
    var block = header
    block.channelCount = channelCount
    block.sampleCount = min(header.sampleCount, samplesPerBlock)
    guard slots.hasRoom() else {
      drop(block)
      return false
    }
    if hasDropped {
      block.flags = BlockFlags(rawValue: block.flags.rawValue | BlockFlags.followsGap.rawValue)
      block.missingSampleCount = block.missingSampleCount &+ droppedSampleCount
      droppedSampleCount = 0
      hasDropped = false
    }
    unsafe slots.slot.storeBytes(of: block, as: SampleBlockHeader.self)
    // Room that was seen stays: only this end takes it.
    let isKept = slots.commit()
    wakeUp.signal()
    return isKept
  }

  @_noAllocation @_noLocks
  private mutating func drop(_ block: SampleBlockHeader) {
    if block.flags.has(.endOfSource) { return }
    slots.countOverrun()
    droppedSampleCount =
      droppedSampleCount &+ Int64(block.sampleCount) &+ block.missingSampleCount
    hasDropped = true
  }
}
