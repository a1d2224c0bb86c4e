import SeismicTypes

/// The messages whose repeats are still to come, oldest first: at most 64.
///
/// Each is due four times, 0, 30, 100 and 300 ms after it was put in. When the queue is full the
/// oldest message loses its remaining repeats, which are counted.
///
/// @safe: the pointer stays inside, every index is below the capacity it was allocated with, and the
/// one owner, an `AlertSender`, neither copies the queue nor uses it after `deallocate`.
@safe
struct RepeatQueue {
  private struct Flight: BitwiseCopyable {
    var datagram = Datagram()
    var start = MonotonicInstant(nanoseconds: 0)
    var takenCount = 0
  }

  static var capacity: Int { @_noAllocation @_noLocks get { 64 } }
  static var transmissionCount: Int { @_noAllocation @_noLocks get { 4 } }

  private let flights: UnsafeMutablePointer<Flight>
  private var head = 0
  private var count = 0
  /// Transmissions given up to make room.
  private(set) var droppedCount: UInt64 = 0

  init() {
    unsafe flights = .allocate(capacity: RepeatQueue.capacity)
    unsafe flights.initialize(repeating: Flight(), count: RepeatQueue.capacity)
  }

  /// Gives the memory back; the queue is not used after.
  func deallocate() { unsafe flights.deallocate() }

  /// Puts a message in; its first transmission is due at once.
  @_noAllocation @_noLocks
  mutating func put(_ datagram: Datagram, at now: MonotonicInstant) {
    if count == RepeatQueue.capacity {
      let left = unsafe RepeatQueue.transmissionCount &- flights[head].takenCount
      droppedCount &+= UInt64(truncatingIfNeeded: left)
      dropOldest()
    }
    let tail = (head &+ count) % RepeatQueue.capacity
    unsafe flights[tail].datagram = datagram
    unsafe flights[tail].start = now
    unsafe flights[tail].takenCount = 0
    count &+= 1
  }

  /// The next datagram whose time has come, the newest message's before older ones' repeats.
  @_noAllocation @_noLocks
  mutating func takeDue(at now: MonotonicInstant) -> Datagram? {
    var offset = count &- 1
    while offset >= 0 {
      let index = (head &+ offset) % RepeatQueue.capacity
      if unsafe flights[index].takenCount < RepeatQueue.transmissionCount, deadline(index) <= now {
        unsafe flights[index].takenCount &+= 1
        let datagram = unsafe flights[index].datagram
        dropFinished()
        return datagram
      }
      offset &-= 1
    }
    return nil
  }

  /// When the next transmission is due, nil when none is left.
  @_noAllocation @_noLocks
  func nextDeadline() -> MonotonicInstant? {
    var next: MonotonicInstant?
    for offset in 0..<count {
      let index = (head &+ offset) % RepeatQueue.capacity
      guard unsafe flights[index].takenCount < RepeatQueue.transmissionCount else { continue }
      let deadline = deadline(index)
      guard let earliest = next, earliest <= deadline else {
        next = deadline
        continue
      }
    }
    return next
  }

  @_noAllocation @_noLocks
  private func deadline(_ index: Int) -> MonotonicInstant {
    let delayNanoseconds: Int64
    switch unsafe flights[index].takenCount {
    case 0: delayNanoseconds = 0
    case 1: delayNanoseconds = 30_000_000
    case 2: delayNanoseconds = 100_000_000
    default: delayNanoseconds = 300_000_000
    }
    return unsafe MonotonicInstant(
      nanoseconds: flights[index].start.nanoseconds &+ delayNanoseconds)
  }

  @_noAllocation @_noLocks
  private mutating func dropFinished() {
    while count > 0, unsafe flights[head].takenCount == RepeatQueue.transmissionCount {
      dropOldest()
    }
  }

  @_noAllocation @_noLocks
  private mutating func dropOldest() {
    head = (head &+ 1) % RepeatQueue.capacity
    count &-= 1
  }
}
