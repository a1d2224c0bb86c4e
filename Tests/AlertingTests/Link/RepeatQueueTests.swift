import SeismicTypes
import Testing

@testable import Alerting

/// When which bytes go out.
@Suite struct RepeatQueueTests {
  func instant(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 1_000_000_000 + milliseconds * 1_000_000)
  }

  func datagram(_ byte: UInt8) -> Datagram {
    var datagram = Datagram()
    _ = datagram.append(byte)
    return datagram
  }

  /// The first byte of everything that is due.
  func due(_ queue: inout RepeatQueue, _ milliseconds: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    while let next = queue.takeDue(at: instant(milliseconds)) { bytes.append(next.byte(at: 0)) }
    return bytes
  }

  @Test func messageIsDueFourTimes() {
    var queue = RepeatQueue()
    defer { queue.deallocate() }
    #expect(queue.nextDeadline() == nil)
    queue.put(datagram(1), at: instant(0))
    var milliseconds: [Int64] = []
    while let deadline = queue.nextDeadline() {
      let millisecond = (deadline.nanoseconds - 1_000_000_000) / 1_000_000
      milliseconds.append(millisecond)
      #expect(due(&queue, millisecond - 1) == [])
      #expect(due(&queue, millisecond) == [1])
    }
    #expect(milliseconds == [0, 30, 100, 300])
    #expect(queue.droppedCount == 0)
  }

  @Test func overlappingMessagesKeepTheirOwnTimes() {
    var queue = RepeatQueue()
    defer { queue.deallocate() }
    queue.put(datagram(1), at: instant(0))
    #expect(due(&queue, 0) == [1])
    queue.put(datagram(2), at: instant(20))
    #expect(due(&queue, 20) == [2])
    #expect(queue.nextDeadline() == instant(30))
    #expect(due(&queue, 30) == [1])
    #expect(queue.nextDeadline() == instant(50))
    #expect(due(&queue, 100) == [2, 1])
    #expect(due(&queue, 320) == [2, 2, 1])
    #expect(queue.nextDeadline() == nil)
  }

  @Test func newMessageGoesBeforeOldRepeats() {
    var queue = RepeatQueue()
    defer { queue.deallocate() }
    queue.put(datagram(1), at: instant(0))
    #expect(due(&queue, 0) == [1])
    queue.put(datagram(2), at: instant(35))
    #expect(due(&queue, 35) == [2, 1])
  }

  @Test func fullQueueDropsAndCountsTheOldestRepeats() {
    var queue = RepeatQueue()
    defer { queue.deallocate() }
    for number in 0..<66 {
      queue.put(datagram(UInt8(number)), at: instant(0))
      #expect(due(&queue, 0) == [UInt8(number)])
    }
    #expect(queue.droppedCount == 6)
    #expect(due(&queue, 30).sorted() == (2..<66).map { UInt8($0) })
    #expect(due(&queue, 1_000).count == 128)
    #expect(queue.nextDeadline() == nil)
  }

  /// The ring wraps many times; nothing is lost and nothing sent twice too often.
  @Test func longTrafficSendsEachMessageFourTimes() {
    var queue = RepeatQueue()
    defer { queue.deallocate() }
    var counts = [Int](repeating: 0, count: 256)
    for number in 0..<256 {
      queue.put(datagram(UInt8(number)), at: instant(Int64(number) * 7))
      for byte in due(&queue, Int64(number) * 7) { counts[Int(byte)] += 1 }
    }
    for byte in due(&queue, 100_000) { counts[Int(byte)] += 1 }
    #expect(counts.allSatisfy { $0 == 4 })
    #expect(queue.droppedCount == 0)
  }
}
