public import Synchronization

/// The reading end of a `SlotRing`: peek at the oldest slot, read it, release it.
// Unchecked: it is not copyable, so only the thread that holds it can read; the producer writes a
// slot again only after its release.
@safe public struct SlotConsumer: ~Copyable, @unchecked Sendable {
  /// Keeps the memory alive; never touched while running.
  private let ring: SlotRing
  @usableFromInline let written: UnsafeMutablePointer<Atomic<Int>>
  @usableFromInline let read: UnsafeMutablePointer<Atomic<Int>>
  @usableFromInline let slots: UnsafeMutableRawPointer
  @usableFromInline let slotsByteCount: Int
  @usableFromInline let slotByteCount: Int
  /// Where the oldest slot begins.
  @usableFromInline var offset = 0
  /// What `written` held when it was last looked at.
  @usableFromInline var seenWrittenOffset = 0

  init(
    ring: SlotRing, written: UnsafeMutablePointer<Atomic<Int>>,
    read: UnsafeMutablePointer<Atomic<Int>>, slots: UnsafeMutableRawPointer
  ) {
    self.ring = ring
    unsafe self.written = written
    unsafe self.read = read
    unsafe self.slots = slots
    slotsByteCount = ring.slotsByteCount
    slotByteCount = ring.slotByteCount
  }

  /// The oldest slot, or nil when the ring is empty; again the same slot until the release.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func peek() -> UnsafeRawPointer? {
    if offset == seenWrittenOffset {
      // Ordering: acquiring, so that the bytes of every slot before the offset are read after it.
      seenWrittenOffset = unsafe written.pointee.load(ordering: .acquiring)
      if offset == seenWrittenOffset { return nil }
    }
    return unsafe UnsafeRawPointer(slots + offset)
  }

  /// Gives the slot that `peek()` returned back to the producer; does nothing without one.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func release() {
    guard offset != seenWrittenOffset else { return }
    let next = offset &+ slotByteCount
    offset = next == slotsByteCount ? 0 : next
    // Ordering: releasing, so that this thread's reads of the slot are over when the producer,
    // which acquires the offset, writes it again.
    unsafe read.pointee.store(offset, ordering: .releasing)
  }
}
