import Glibc
import SampleRing

/// One thread pushes numbered messages, another pops and checks them; both poll.
///
/// Only the ring's own counters order the two threads here, so that ThreadSanitizer sees a race as
/// soon as one of their orderings is too weak.
enum SlotStress {
  /// Words of a message: its number, then words that follow from it.
  private static let wordCount = 4
  /// The first word of the message behind the last.
  private static let end = UInt64.max
  /// How often the producer looks at the clock.
  private static let messagesPerLook: UInt64 = 64

  /// At most that many messages, and no new one after that many seconds: a message between threads that
  /// share their processors with others can take as long as those others' turns.
  static func run(slotCount: Int, messageCount: Int, seconds: Int) {
    let ring = SlotRing(slotCount: slotCount, slotByteCount: wordCount * 8)
    runThreads([
      { produce(ring, UInt64(messageCount), until: secondsNow() + seconds) },
      { consume(ring) },
    ])
  }

  private static func produce(_ ring: SlotRing, _ messageCount: UInt64, until deadline: Int) {
    var producer = ring.takeProducer()
    var number: UInt64 = 0
    while number < messageCount, (number + 1) % messagesPerLook != 0 || secondsNow() < deadline {
      send(number, &producer)
      number += 1
    }
    send(end, &producer)
  }

  private static func send(_ number: UInt64, _ producer: inout SlotProducer) {
    for word in 0..<wordCount {
      unsafe producer.slot.storeBytes(
        of: Self.word(word, of: number), toByteOffset: word * 8, as: UInt64.self)
    }
    while !producer.commit() { sched_yield() }
  }

  private static func consume(_ ring: SlotRing) {
    var consumer = ring.takeConsumer()
    var number: UInt64 = 0
    while true {
      guard let slot = unsafe consumer.peek() else {
        sched_yield()
        continue
      }
      if unsafe slot.load(as: UInt64.self) == end { break }
      for word in 0..<wordCount {
        let value = unsafe slot.load(fromByteOffset: word * 8, as: UInt64.self)
        require(
          value == Self.word(word, of: number),
          "message \(number), word \(word) is \(value), ring of \(ring.slotCount) slots")
      }
      consumer.release()
      number += 1
    }
    require(number > 0, "no message before the end, ring of \(ring.slotCount) slots")
    print("slots: \(ring.slotCount) slots, \(number) messages in order")
  }

  private static func secondsNow() -> Int {
    var now = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec
  }

  private static func word(_ word: Int, of number: UInt64) -> UInt64 {
    word == 0 ? number : number &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(word)
  }
}
