internal import CLinux
internal import SampleRing
package import SeismicTypes

/// A thread's way to the log: a fixed ring to housekeeping that never waits.
///
/// Each thread has a queue of its own; when housekeeping falls behind, lines are counted as lost.
package struct LogQueue: ~Copyable, Sendable {
  private var slots: SlotProducer

  init(_ slots: consuming SlotProducer) { self.slots = slots }

  @_noAllocation @_noLocks
  package mutating func put(
    _ event: LogEvent, source: ShortText, first: Int64 = 0, second: Int64 = 0
  ) {
    // Reading a clock neither waits nor allocates, and a slot is as long as a record.
    let now = unsafe _unsafePerformance { clinux_realtime_nanoseconds() }
    unsafe slots.slot.assumingMemoryBound(to: LogRecord.self).initialize(
      to: LogRecord(
        event, time: Timestamp(nanoseconds: now), source: source, first: first, second: second))
    if !slots.commit() { slots.countOverrun() }
  }
}

/// Housekeeping's end of one thread's log.
final class LogInbox {
  private var slots: SlotConsumer
  private let ring: SlotRing
  private var reportedLostCount: UInt = 0

  /// - Parameter slotCount: How many lines wait for housekeeping at most.
  init(slotCount: Int = 256) {
    ring = SlotRing(slotCount: slotCount, slotByteCount: 128)
    slots = ring.takeConsumer()
  }

  /// The thread's end; take it once.
  func takeQueue() -> LogQueue { LogQueue(ring.takeProducer()) }

  /// Writes what has arrived to the log, and how many lines found no room.
  func drain() {
    while let slot = unsafe slots.peek() {
      let record = unsafe slot.assumingMemoryBound(to: LogRecord.self).pointee
      slots.release()
      Log.write(record.line)
    }
    let lost = ring.overrunCount
    guard lost != reportedLostCount else { return }
    Log.write(.warning, "log lines lost count=\(lost - reportedLostCount)")
    reportedLostCount = lost
  }
}
