import Synchronization

/// What one consumer thread sleeps on until any of its producers signals.
///
/// The consumer takes a ticket, looks at all its rings, and if they are empty waits for a signal
/// later than the ticket:
///
/// ```swift
/// let ticket = wakeUp.ticket()
/// if !processBlocks() { wakeUp.wait(since: ticket, timeoutNanoseconds: 100_000_000) }
/// ```
package final class WakeUp: Sendable {
  let word: WakeUpWord

  package init() {
    // A line pair of its own: a neighbour's writes must not slow the producers down.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 128)
    let atomic = unsafe memory.bindMemory(to: Atomic<UInt32>.self, capacity: 1)
    unsafe atomic.initialize(to: Atomic(0))
    word = unsafe WakeUpWord(atomic)
  }

  deinit { word.deallocate() }

  /// Tells the consumer that there is something to read; never waits.
  @_noAllocation @_noLocks
  package func signal() { word.signal() }

  /// The state of the word now; take it before looking at the rings.
  @_noAllocation @_noLocks
  package func ticket() -> UInt32 { word.ticket() }

  /// Sleeps until a signal later than the ticket, at most the timeout; may return early.
  ///
  /// - Parameters:
  ///   - ticket: What `ticket()` returned before the rings were found empty.
  ///   - timeoutNanoseconds: Held to 0…100 ms: the consumer looks around that often anyway.
  @_noAllocation @_noLocks
  package func wait(since ticket: UInt32, timeoutNanoseconds: Int64) {
    word.wait(since: ticket, timeoutNanoseconds: timeoutNanoseconds)
  }
}
