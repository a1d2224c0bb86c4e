import SeismicTypes

/// The reading end of a `SampleRing`, for one thread: peek, read, release.
///
/// ```swift
/// if let block = consumer.peek() {
///   pipeline.process(block.header, block.counts)
///   consumer.release()
/// }
/// ```
package struct SampleConsumer: ~Copyable, Sendable {
  /// Keeps the wake-up word alive.
  private let ring: SampleRing
  private var slots: SlotConsumer
  private let wakeUp: WakeUpWord
  private let channelCount: Int

  init(ring: SampleRing, slots: consuming SlotConsumer) {
    self.ring = ring
    self.slots = slots
    wakeUp = ring.wakeUp.word
    channelCount = ring.channelCount
  }

  /// The oldest block, or nil when the ring is empty; again the same block until the release.
  @_lifetime(&self)
  @_noAllocation @_noLocks
  package mutating func peek() -> SampleBlock? {
    guard let slot = unsafe slots.peek() else { return nil }
    let header = unsafe slot.load(as: SampleBlockHeader.self)
    let samples = unsafe slot + MemoryLayout<SampleBlockHeader>.stride
    let counts = unsafe samples.assumingMemoryBound(to: Int32.self)
    let block = unsafe SampleBlock(
      header: header, start: counts, count: Int(header.sampleCount) &* channelCount)
    return unsafe _overrideLifetime(block, mutating: &self)
  }

  /// Gives the block that `peek()` returned back to the producer; does nothing without one.
  @_noAllocation @_noLocks
  package mutating func release() { slots.release() }

  /// Waits until the ring holds a block, at most the timeout, which is held to 0…100 ms.
  ///
  /// One consumer thread of several rings uses their shared `WakeUp` instead.
  ///
  /// - Parameter timeoutNanoseconds: How long to wait at most.
  /// - Returns: Whether the ring holds a block; false may come early.
  @_noAllocation @_noLocks
  package mutating func wait(timeoutNanoseconds: Int64) -> Bool {
    let ticket = wakeUp.ticket()
    if unsafe slots.peek() != nil { return true }
    wakeUp.wait(since: ticket, timeoutNanoseconds: timeoutNanoseconds)
    return unsafe slots.peek() != nil
  }
}
