import SampleRing
import SeismicTypes

/// Several sources that never wait feed one consumer that sleeps on their shared wake-up.
///
/// Rings overrun as they like; every sample must arrive once, in order, or be reported missing.
enum BlockStress {
  private static let channelCount = 3
  private static let samplesPerBlock = 5

  static func run(sourceCount: Int, slotCount: Int, blockCount: Int) {
    let wakeUp = WakeUp()
    let rings = (0..<sourceCount).map { _ in
      SampleRing(
        slotCount: slotCount, channelCount: channelCount, samplesPerBlock: samplesPerBlock,
        wakeUp: wakeUp)
    }
    let producers: [@Sendable () -> Void] = rings.map { ring in
      { produce(ring, blockCount: blockCount) }
    }
    runThreads(producers + [{ consume(rings, wakeUp) }])
    let overrunCount = rings.reduce(0) { $0 + $1.overrunCount }
    print(
      "blocks: \(sourceCount) rings of \(slotCount) slots, \(blockCount) blocks each, "
        + "\(overrunCount) dropped and reported")
  }

  private static func produce(_ ring: SampleRing, blockCount: Int) {
    var producer = ring.takeProducer()
    var sampleIndex: Int64 = 0
    var droppedCount: UInt = 0
    for block in 0..<blockCount {
      // 0…5 samples, in an order that does not repeat with the slots.
      let sampleCount = block &* 7 % 6
      var counts = producer.reserve()
      for index in 0..<(sampleCount * channelCount) {
        counts[index] = count(at: sampleIndex, index)
      }
      let isKept = producer.commit(header(sampleIndex, sampleCount))
      if !isKept { droppedCount += 1 }
      sampleIndex += Int64(sampleCount)
    }
    require(
      ring.overrunCount == droppedCount,
      "\(droppedCount) blocks dropped, \(ring.overrunCount) counted")
    while !producer.commit(header(sampleIndex, 0, flags: .endOfSource)) {}
  }

  private static func consume(_ rings: [SampleRing], _ wakeUp: WakeUp) {
    let sources = rings.map { Source($0) }
    while sources.contains(where: { !$0.hasEnded }) {
      let ticket = wakeUp.ticket()
      var isIdle = true
      for index in sources.indices where sources[index].processBlocks() { isIdle = false }
      if isIdle { wakeUp.wait(since: ticket, timeoutNanoseconds: 100_000_000) }
    }
  }

  /// The consumer's view of one ring.
  private final class Source {
    private var consumer: SampleConsumer
    private var nextSampleIndex: Int64 = 0
    private(set) var hasEnded = false

    init(_ ring: SampleRing) { consumer = ring.takeConsumer() }

    /// Checks at most 8 blocks; whether there was one.
    func processBlocks() -> Bool {
      var blockCount = 0
      while blockCount < 8, processBlock(&consumer) { blockCount += 1 }
      return blockCount > 0
    }

    private func processBlock(_ consumer: inout SampleConsumer) -> Bool {
      guard let block = consumer.peek() else { return false }
      check(block.header, block.counts)
      consumer.release()
      return true
    }

    private func check(_ header: SampleBlockHeader, _ counts: Span<Int32>) {
      let isGap = header.flags.has(.followsGap)
      require(isGap || header.missingSampleCount == 0, "samples missing without a gap")
      nextSampleIndex += header.missingSampleCount
      require(
        header.sampleIndex == nextSampleIndex,
        "block starts at \(header.sampleIndex), expected \(nextSampleIndex)")
      for index in counts.indices {
        require(
          counts[index] == BlockStress.count(at: nextSampleIndex, index),
          "count \(index) of the block at \(nextSampleIndex) is \(counts[index])")
      }
      nextSampleIndex += Int64(header.sampleCount)
      hasEnded = header.flags.has(.endOfSource)
    }
  }

  private static func count(at sampleIndex: Int64, _ index: Int) -> Int32 {
    Int32(truncatingIfNeeded: sampleIndex &* 31 &+ Int64(index))
  }

  private static func header(
    _ sampleIndex: Int64, _ sampleCount: Int, flags: BlockFlags = []
  ) -> SampleBlockHeader {
    SampleBlockHeader(
      startTime: Timestamp(nanoseconds: sampleIndex), sampleIndex: sampleIndex,
      sampleRate: SampleRate(microhertz: 100_000_000), channelCount: UInt32(channelCount),
      sampleCount: UInt32(sampleCount), flags: flags)
  }
}
