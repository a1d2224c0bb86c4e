import Glibc
import SampleRing

/// One thread pushes numbered messages, another pops and checks them; both poll.
///
/// Only the ring's own counters order the two threads here, so that ThreadSanitizer sees a race as
/// soon as one of their orderings is too weak.
enum SlotStress {
  /// Words of a message: its number, then words that follow from it.
  private static let wordCount = 4

  static func run(slotCount: Int, messageCount: Int) {
    let ring = SlotRing(slotCount: slotCount, slotByteCount: wordCount * 8)
    runThreads([
      { produce(ring, messageCount) },
      { consume(ring, messageCount) },
    ])
    print("slots: \(slotCount) slots, \(messageCount) messages in order")
  }

  private static func produce(_ ring: SlotRing, _ messageCount: Int) {
    var producer = ring.takeProducer()
    for number in 0..<UInt64(messageCount) {
      for word in 0..<wordCount {
        unsafe producer.slot.storeBytes(
          of: Self.word(word, of: number), toByteOffset: word * 8, as: UInt64.self)
      }
      while !producer.commit() { sched_yield() }
    }
  }

  private static func consume(_ ring: SlotRing, _ messageCount: Int) {
    var consumer = ring.takeConsumer()
    for number in 0..<UInt64(messageCount) {
      while true {
        guard let slot = unsafe consumer.peek() else {
          sched_yield()
          continue
        }
        for word in 0..<wordCount {
          let value = unsafe slot.load(fromByteOffset: word * 8, as: UInt64.self)
          require(
            value == Self.word(word, of: number),
            "message \(number), word \(word) is \(value), ring of \(ring.slotCount) slots")
        }
        consumer.release()
        break
      }
    }
  }

  private static func word(_ word: Int, of number: UInt64) -> UInt64 {
    word == 0 ? number : number &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(word)
  }
}
