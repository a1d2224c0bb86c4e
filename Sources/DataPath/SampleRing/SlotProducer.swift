public import Synchronization

// Both ends are public, though nothing leaves the package: on the host an `@inlinable` function is
// written out in another room only where it is public.

/// The writing end of a `SlotRing`: fill the slot it holds, commit it.
// Unchecked: it is not copyable, so only the thread that holds it can write; the consumer reads a
// slot only after the commit has published it.
@safe public struct SlotProducer: ~Copyable, @unchecked Sendable {
  /// Keeps the memory alive; never touched while running.
  private let ring: SlotRing
  @usableFromInline let written: UnsafeMutablePointer<Atomic<Int>>
  @usableFromInline let read: UnsafeMutablePointer<Atomic<Int>>
  @usableFromInline let overruns: UnsafeMutablePointer<Atomic<UInt>>
  @usableFromInline let slots: UnsafeMutableRawPointer
  @usableFromInline let slotsByteCount: Int
  @usableFromInline let slotByteCount: Int
  /// Where the slot to fill begins.
  @usableFromInline var offset = 0
  /// What `read` held when it was last looked at.
  @usableFromInline var seenReadOffset = 0

  init(
    ring: SlotRing, written: UnsafeMutablePointer<Atomic<Int>>,
    read: UnsafeMutablePointer<Atomic<Int>>, overruns: UnsafeMutablePointer<Atomic<UInt>>,
    slots: UnsafeMutableRawPointer
  ) {
    self.ring = ring
    unsafe self.written = written
    unsafe self.read = read
    unsafe self.overruns = overruns
    unsafe self.slots = slots
    slotsByteCount = ring.slotsByteCount
    slotByteCount = ring.slotByteCount
  }

  /// The slot to fill, the producer's alone until the commit, even when the ring is full.
  @inlinable
  public var slot: UnsafeMutableRawPointer {
    @inline(__always) @_noAllocation @_noLocks get { unsafe slots + offset }
  }

  /// Whether a commit would succeed now.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func hasRoom() -> Bool { isFree(next()) }

  /// Whether that many commits would succeed now, for producers that can hold back.
  @_noAllocation @_noLocks
  public mutating func hasRoom(for commitCount: Int) -> Bool {
    // Ordering: acquiring, as in `isFree`.
    seenReadOffset = unsafe read.pointee.load(ordering: .acquiring)
    let used = offset &- seenReadOffset
    let filled = used < 0 ? used &+ slotsByteCount : used
    return filled &+ commitCount &* slotByteCount < slotsByteCount
  }

  /// Hands the filled slot to the consumer and takes the next one.
  ///
  /// - Returns: False when the ring is full; the slot then stays the producer's, to commit again or
  ///   to fill anew.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func commit() -> Bool {
    let next = next()
    guard isFree(next) else { return false }
    offset = next
    #if WEAKENED_ORDERING
      // Ordering: relaxed, wrong on purpose: the stress program must see it fail.
      unsafe written.pointee.store(next, ordering: .relaxed)
    #else
      // Ordering: releasing, so that a consumer that sees the new offset also sees the slot's bytes.
      unsafe written.pointee.store(next, ordering: .releasing)
    #endif
    return true
  }

  /// Counts something that was dropped because the ring was full.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func countOverrun() {
    // Ordering: relaxed, a statistic; only this thread writes it, so it needs no atomic addition.
    let count = unsafe overruns.pointee.load(ordering: .relaxed)
    unsafe overruns.pointee.store(count &+ 1, ordering: .relaxed)
  }

  @inlinable @inline(__always) @_noAllocation @_noLocks
  func next() -> Int {
    let next = offset &+ slotByteCount
    return next == slotsByteCount ? 0 : next
  }

  /// Whether the slot at `next` is free, looking at the consumer's offset only if it must.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  mutating func isFree(_ next: Int) -> Bool {
    if next != seenReadOffset { return true }
    // Ordering: acquiring, so that the consumer's last reads of the slots it released come before
    // this thread's writes to them.
    seenReadOffset = unsafe read.pointee.load(ordering: .acquiring)
    return next != seenReadOffset
  }
}
