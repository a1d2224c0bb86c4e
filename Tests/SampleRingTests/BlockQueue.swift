import SampleRing
import SeismicTypes

/// Both ends of a sample ring in one copyable reference, which `#expect` needs.
final class BlockQueue {
  let ring: SampleRing
  private var producer: SampleProducer
  private var consumer: SampleConsumer

  init(slotCount: Int, channelCount: Int = 1, samplesPerBlock: Int = 1) {
    ring = SampleRing(
      slotCount: slotCount, channelCount: channelCount, samplesPerBlock: samplesPerBlock)
    producer = ring.takeProducer()
    consumer = ring.takeConsumer()
  }

  func hasRoom() -> Bool { producer.hasRoom() }

  func fill(from first: Int32) { producer.fill(from: first) }

  @discardableResult
  func commit(_ header: SampleBlockHeader) -> Bool { producer.commit(header) }

  @discardableResult
  func push(_ header: SampleBlockHeader, countsFrom first: Int32) -> Bool {
    fill(from: first)
    return commit(header)
  }

  func header() -> SampleBlockHeader? { consumer.header() }

  func counts() -> [Int32]? { consumer.counts() }

  /// Takes the oldest block out.
  func removeFirst() {
    _ = consumer.header()
    consumer.release()
  }

  func wait(timeoutNanoseconds: Int64) -> Bool {
    consumer.wait(timeoutNanoseconds: timeoutNanoseconds)
  }
}

// A view of a slot lives no longer than one access of a class's property, so that what looks into
// slots is written on the ends themselves.

extension SampleProducer {
  /// Reserves a block and fills it with counts that rise by one from `first`.
  mutating func fill(from first: Int32) {
    var counts = reserve()
    for index in counts.indices { counts[index] = first &+ Int32(index) }
  }
}

extension SampleConsumer {
  mutating func header() -> SampleBlockHeader? {
    guard let block = peek() else { return nil }
    return block.header
  }

  mutating func counts() -> [Int32]? {
    guard let block = peek() else { return nil }
    let counts = block.counts
    return counts.indices.map { counts[$0] }
  }
}

/// A header of 100 Hz samples.
func header(
  sampleIndex: Int64, sampleCount: Int, flags: BlockFlags = []
) -> SampleBlockHeader {
  SampleBlockHeader(
    startTime: Timestamp(nanoseconds: 10_000_000 * sampleIndex), sampleIndex: sampleIndex,
    sampleRate: SampleRate(microhertz: 100_000_000), channelCount: 0,
    sampleCount: UInt32(sampleCount), flags: flags)
}
