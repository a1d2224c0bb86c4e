import CLinux
import Synchronization

/// The futex word of a `WakeUp`, borrowed by the ends of rings that keep their `WakeUp` alive.
///
/// Bit 0 says that the consumer sleeps or is about to; the other bits count signals. No signal is
/// lost, because count and announcement share one word and atomic changes of one word have one
/// order. A signal before the ticket: its block is visible when the rings are looked at. Between
/// ticket and announcement: the announcement finds another count and is not made. After the
/// announcement: the producer sees bit 0 and wakes, and the kernel lets nobody sleep on a word that
/// has changed. A producer makes a system call only in the last case.
// Unchecked: the word is atomic.
@safe struct WakeUpWord: @unchecked Sendable {
  private let atomic: UnsafeMutablePointer<Atomic<UInt32>>

  @unsafe init(_ atomic: UnsafeMutablePointer<Atomic<UInt32>>) { unsafe self.atomic = atomic }

  func deallocate() { unsafe UnsafeMutableRawPointer(atomic).deallocate() }

  @_noAllocation @_noLocks
  func signal() {
    // Ordering: sequentially consistent as design.md §1 asks; releasing is what carries the block
    // that was just committed to a consumer that takes its ticket later.
    let before = unsafe atomic.pointee.wrappingAdd(2, ordering: .sequentiallyConsistent).oldValue
    guard before & 1 != 0 else { return }
    let word = unsafe UnsafeRawPointer(atomic).assumingMemoryBound(to: UInt32.self)
    unsafe _unsafePerformance { unsafe clinux_futex_wake(word) }
  }

  @_noAllocation @_noLocks
  func ticket() -> UInt32 {
    // Ordering: acquiring, so that what was committed before the signals counted here is seen.
    unsafe atomic.pointee.load(ordering: .acquiring)
  }

  @_noAllocation @_noLocks
  func wait(since ticket: UInt32, timeoutNanoseconds: Int64) {
    let announced = ticket | 1
    // Ordering: sequentially consistent as design.md §1 asks; that the announcement and the signals
    // are changes of one word is what the proof above needs.
    let announcement = unsafe atomic.pointee.compareExchange(
      expected: ticket, desired: announced, ordering: .sequentiallyConsistent)
    guard announcement.exchanged else { return }
    let timeout = saturated(timeoutNanoseconds)
    let word = unsafe UnsafeRawPointer(atomic).assumingMemoryBound(to: UInt32.self)
    unsafe _unsafePerformance { unsafe clinux_futex_wait(word, announced, timeout) }
    // Ordering: relaxed, ends the announcement; what was committed is seen through the next ticket.
    unsafe atomic.pointee.bitwiseAnd(~1, ordering: .relaxed)
  }

  /// The timeout held to 0…100 ms.
  @_noAllocation @_noLocks
  private func saturated(_ nanoseconds: Int64) -> Int64 {
    nanoseconds < 0 ? 0 : (nanoseconds > 100_000_000 ? 100_000_000 : nanoseconds)
  }
}
