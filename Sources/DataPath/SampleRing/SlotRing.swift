import Synchronization

/// A queue of equal byte slots from one thread to one other that never waits, locks or allocates.
///
/// All memory is allocated and written once at `init`. The two offsets that the threads share lie
/// 128 bytes apart, because processors fetch cache lines in pairs, and each end keeps its own copy
/// of the other's offset, so that a line moves between cores only when a copy runs out:
///
/// | byte | holds | written by |
/// |---|---|---|
/// | 0 | offset of the slot being written | producer |
/// | 128 | offset of the oldest slot | consumer |
/// | 256 | how much found no room | producer |
/// | 384 | `slotCount + 1` slots, `slotByteCount` apart | producer |
///
/// Equal offsets mean empty. The producer always holds one slot that the consumer cannot see, hence
/// the additional one: it may fill it even when the ring is full, and a commit succeeds when the
/// slot after it is free.
///
/// What a slot holds is the business of whoever wraps the ring. A `BitwiseCopyable` message is
/// stored in the producer's slot and committed; the consumer loads it from `peek()`:
///
/// ```swift
/// unsafe producer.slot.storeBytes(of: message, as: AlertMessage.self)
/// if !producer.commit() { producer.countOverrun() }
/// ```
// Unchecked: offsets and count are atomic, and the slots are touched only through the two ends, each of
// which exists once.
@safe package final class SlotRing: @unchecked Sendable {
  package let slotCount: Int
  package let slotByteCount: Int
  private let memory: UnsafeMutableRawPointer
  private let written: UnsafeMutablePointer<Atomic<Int>>
  private let read: UnsafeMutablePointer<Atomic<Int>>
  private let overruns: UnsafeMutablePointer<Atomic<UInt>>
  private let takenEnds = Atomic<UInt8>(0)

  /// Allocates the ring.
  ///
  /// - Parameters:
  ///   - slotCount: At least one; any number, the ring holds exactly that many.
  ///   - slotByteCount: A positive multiple of 8. A slot is aligned to the largest power of two, at
  ///     most 128, that divides it.
  package init(slotCount: Int, slotByteCount: Int) {
    precondition(slotCount > 0, "a ring needs at least one slot")
    precondition(slotByteCount > 0 && slotByteCount % 8 == 0, "slots are a multiple of 8 bytes")
    self.slotCount = slotCount
    self.slotByteCount = slotByteCount
    let byteCount = Self.byteCount(slotCount: slotCount, slotByteCount: slotByteCount)
    unsafe memory = .allocate(byteCount: byteCount, alignment: Self.lineByteCount)
    // Writing every byte now spares the running threads the page faults.
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    let line = Self.lineByteCount
    unsafe written = memory.bindMemory(to: Atomic<Int>.self, capacity: 1)
    unsafe read = (memory + line).bindMemory(to: Atomic<Int>.self, capacity: 1)
    unsafe overruns = (memory + 2 * line).bindMemory(to: Atomic<UInt>.self, capacity: 1)
    unsafe written.initialize(to: Atomic(0))
    unsafe read.initialize(to: Atomic(0))
    unsafe overruns.initialize(to: Atomic(0))
  }

  deinit { unsafe memory.deallocate() }

  /// The bytes a ring of this shape allocates, for the memory plan.
  package static func byteCount(slotCount: Int, slotByteCount: Int) -> Int {
    3 * lineByteCount + (slotCount + 1) * slotByteCount
  }

  /// How often something was dropped because the ring was full.
  package var overrunCount: UInt {
    // Ordering: relaxed, a statistic that nothing else depends on.
    unsafe overruns.pointee.load(ordering: .relaxed)
  }

  /// The writing end; taking it twice is a programming error and traps.
  package func takeProducer() -> SlotProducer {
    take(end: 1)
    return unsafe SlotProducer(
      ring: self, written: written, read: read, overruns: overruns,
      slots: memory + 3 * Self.lineByteCount)
  }

  /// The reading end; taking it twice is a programming error and traps.
  package func takeConsumer() -> SlotConsumer {
    take(end: 2)
    return unsafe SlotConsumer(
      ring: self, written: written, read: read, slots: memory + 3 * Self.lineByteCount)
  }

  static let lineByteCount = 128
  var slotsByteCount: Int { (slotCount + 1) * slotByteCount }

  private func take(end: UInt8) {
    // Ordering: relaxed, only one caller can see its bit clear; the ring itself is already shared.
    let taken = takenEnds.bitwiseOr(end, ordering: .relaxed).oldValue
    precondition(taken & end == 0, "an end of a ring can be taken only once")
  }
}
