import Glibc
import SampleRing
import Synchronization

/// The ring between two threads: items a second, and the way there and back.
///
/// `ring throughput|pingpong ITEM_BYTES ITEM_COUNT`; `Peers/ring_boost.cpp` does the same with boost's
/// queue: as many slots, the same threads, the same bytes written and read. A lap is the median of
/// fifteen rounds of a few milliseconds, each timed from when both threads run: one that the machine
/// has disturbed does not count.
enum RingBench {
  static let slotCount = 1024
  private static let roundCount = 15

  static func serve(_ arguments: [String]) {
    guard let kind = arguments.first else { fail("ring: throughput or pingpong") }
    let bytes = number(arguments, 1, "ITEM_BYTES")
    let count = number(arguments, 2, "ITEM_COUNT")
    switch (kind, bytes) {
    case ("throughput", 8), ("throughput", 1024):
      turns { median { throughput(itemBytes: bytes, itemCount: count) } }
    case ("pingpong", 8): turns { median { pingPong(turnCount: count) } }
    default: fail("ring: throughput of 8 or 1024 bytes, or pingpong of 8")
    }
  }

  private static func median(_ round: () -> Lap) -> Lap {
    let rounds = (0..<roundCount).map { _ in round() }
    return rounds.sorted { $0.nanosecondsPerItem < $1.nanosecondsPerItem }[roundCount / 2]
  }

  /// Nanoseconds per item from when both ends are ready until the last is read.
  private static func throughput(itemBytes: Int, itemCount: Int) -> Lap {
    let ring = SlotRing(slotCount: slotCount, slotByteCount: itemBytes)
    let words = itemBytes / 8
    let sum = Atomic<UInt64>(0)
    let elapsed = Atomic<Int64>(0)
    let line = StartLine()
    let ends = RingEnds(ring)
    let writer = BenchThread(cpu: 0) {
      line.meet()
      write(ends, words, itemCount)
    }
    let reader = BenchThread(cpu: 1) {
      line.meet()
      let begin = wallNanoseconds()
      // Ordering: relaxed, both are read after the thread has been joined.
      sum.store(read(ends, words, itemCount), ordering: .relaxed)
      elapsed.store(wallNanoseconds() - begin, ordering: .relaxed)
    }
    writer.join()
    reader.join()
    // Ordering: relaxed, as above.
    let check = Int64(truncatingIfNeeded: sum.load(ordering: .relaxed))
    let nanoseconds = elapsed.load(ordering: .relaxed)
    return Lap(nanosecondsPerItem: Double(nanoseconds) / Double(itemCount), check: check)
  }

  private static func write(_ ends: RingEnds, _ words: Int, _ itemCount: Int) {
    var producer = ends.takeProducer()
    var waits = 0
    for item in 0..<UInt64(itemCount) {
      // The slot holds `words` words and is this end's until the commit.
      let slot = unsafe producer.slot.assumingMemoryBound(to: UInt64.self)
      for word in 0..<words { unsafe slot[word] = item &+ UInt64(word) }
      while !producer.commit() { pause(&waits) }
    }
  }

  private static func read(_ ends: RingEnds, _ words: Int, _ itemCount: Int) -> UInt64 {
    var consumer = ends.takeConsumer()
    var sum: UInt64 = 0
    var waits = 0
    var taken = 0
    while taken < itemCount {
      guard let slot = unsafe consumer.peek() else {
        pause(&waits)
        continue
      }
      // The slot holds `words` words that the commit has published.
      let item = unsafe slot.assumingMemoryBound(to: UInt64.self)
      for word in 0..<words { sum &+= unsafe item[word] }
      consumer.release()
      taken += 1
    }
    return sum
  }

  /// Nanoseconds of one way: half of there and back.
  private static func pingPong(turnCount: Int) -> Lap {
    let there = RingEnds(SlotRing(slotCount: slotCount, slotByteCount: 8))
    let back = RingEnds(SlotRing(slotCount: slotCount, slotByteCount: 8))
    let elapsed = Atomic<Int64>(0)
    let line = StartLine()
    let first = BenchThread(cpu: 0) {
      var producer = there.takeProducer()
      var consumer = back.takeConsumer()
      line.meet()
      let begin = wallNanoseconds()
      for turn in 0..<UInt64(turnCount) {
        send(turn, &producer)
        _ = receive(&consumer)
      }
      // Ordering: relaxed, read after the thread has been joined.
      elapsed.store(wallNanoseconds() - begin, ordering: .relaxed)
    }
    let second = BenchThread(cpu: 1) {
      var consumer = there.takeConsumer()
      var producer = back.takeProducer()
      line.meet()
      for _ in 0..<turnCount { send(receive(&consumer), &producer) }
    }
    first.join()
    second.join()
    // Ordering: relaxed, as above.
    let nanoseconds = elapsed.load(ordering: .relaxed)
    return Lap(nanosecondsPerItem: Double(nanoseconds) / Double(turnCount) / 2)
  }

  @inline(__always)
  private static func send(_ value: UInt64, _ producer: inout SlotProducer) {
    // The slot holds 8 bytes and is this end's until the commit.
    unsafe producer.slot.storeBytes(of: value, as: UInt64.self)
    var waits = 0
    while !producer.commit() { pause(&waits) }
  }

  @inline(__always)
  private static func receive(_ consumer: inout SlotConsumer) -> UInt64 {
    var waits = 0
    while true {
      if let slot = unsafe consumer.peek() {
        let value = unsafe slot.load(as: UInt64.self)
        consumer.release()
        return value
      }
      pause(&waits)
    }
  }

  /// Spins; lets another thread run after a while, for both may share a processor.
  @inline(__always)
  static func pause(_ waits: inout Int) {
    waits &+= 1
    if waits & 0xffff == 0 { sched_yield() }
  }
}

/// A ring's ends, each for the thread that takes it.
final class RingEnds: Sendable {
  private let ring: SlotRing

  init(_ ring: SlotRing) { self.ring = ring }

  func takeProducer() -> SlotProducer { ring.takeProducer() }
  func takeConsumer() -> SlotConsumer { ring.takeConsumer() }
}

/// Where two threads wait for each other before a round begins.
final class StartLine: Sendable {
  private let readyCount = Atomic<Int>(0)

  func meet() {
    // Ordering: acquiring and releasing, though nothing but the beginning depends on it.
    readyCount.wrappingAdd(1, ordering: .acquiringAndReleasing)
    var waits = 0
    while readyCount.load(ordering: .acquiring) < 2 { RingBench.pause(&waits) }
  }
}
