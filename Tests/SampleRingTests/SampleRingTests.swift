import SampleRing
import SeismicTypes
import Testing

@Suite("A sample ring")
struct SampleRingTests {
  @Test(
    "carries header and counts unchanged at any block shape",
    arguments: [(1, 1), (3, 1), (3, 7), (4, 64), (3, 512)])
  func roundTrip(channelCount: Int, samplesPerBlock: Int) {
    let queue = BlockQueue(
      slotCount: 2, channelCount: channelCount, samplesPerBlock: samplesPerBlock)
    for round in 0..<Int32(5) {
      var sent = header(sampleIndex: Int64(round), sampleCount: samplesPerBlock)
      sent.committedAt = MonotonicInstant(nanoseconds: 99)
      #expect(queue.push(sent, countsFrom: round))
      let received = queue.header()
      #expect(received?.sampleIndex == sent.sampleIndex)
      #expect(received?.startTime == sent.startTime)
      #expect(received?.sampleRate == sent.sampleRate)
      #expect(received?.committedAt == sent.committedAt)
      #expect(received?.channelCount == UInt32(channelCount))
      #expect(received?.sampleCount == UInt32(samplesPerBlock))
      #expect(received?.flags == [])
      let countCount = Int32(channelCount * samplesPerBlock)
      #expect(queue.counts() == Array(round..<(round + countCount)))
      queue.removeFirst()
      #expect(queue.header() == nil)
    }
  }

  @Test("shows only the samples of a short block")
  func shortBlock() {
    let queue = BlockQueue(slotCount: 1, channelCount: 3, samplesPerBlock: 64)
    queue.push(header(sampleIndex: 0, sampleCount: 2), countsFrom: 5)
    #expect(queue.counts()?.count == 6)
  }

  @Test("never shows more than a slot, whatever the header claims")
  func exaggeratedHeader() {
    let queue = BlockQueue(slotCount: 1, channelCount: 3, samplesPerBlock: 4)
    queue.push(header(sampleIndex: 0, sampleCount: 1_000_000), countsFrom: 5)
    #expect(queue.counts()?.count == 12)
  }

  @Test("drops the newest block when full, and the next one says what is missing")
  func overrun() {
    let queue = BlockQueue(slotCount: 2, channelCount: 3, samplesPerBlock: 10)
    #expect(queue.push(header(sampleIndex: 0, sampleCount: 10), countsFrom: 0))
    #expect(queue.push(header(sampleIndex: 10, sampleCount: 10), countsFrom: 10))
    #expect(!queue.push(header(sampleIndex: 20, sampleCount: 10), countsFrom: 20))
    // A dropped block that itself followed a gap of 5 samples.
    var afterGap = header(sampleIndex: 35, sampleCount: 4, flags: .followsGap)
    afterGap.missingSampleCount = 5
    #expect(!queue.push(afterGap, countsFrom: 30))
    #expect(queue.ring.overrunCount == 2)

    // What was in the ring is untouched.
    for index in [Int64(0), 10] {
      #expect(queue.header()?.sampleIndex == index)
      #expect(queue.counts()?.first == Int32(index))
      #expect(queue.header()?.flags == [])
      queue.removeFirst()
    }
    #expect(queue.header() == nil)

    #expect(
      queue.push(
        header(sampleIndex: 39, sampleCount: 1, flags: .clockUnsynchronised), countsFrom: 40))
    #expect(queue.header()?.flags == [.followsGap, .clockUnsynchronised])
    #expect(queue.header()?.missingSampleCount == 19)
    queue.removeFirst()
    #expect(queue.push(header(sampleIndex: 40, sampleCount: 1), countsFrom: 41))
    #expect(queue.header()?.flags == [])
    #expect(queue.header()?.missingSampleCount == 0)
  }

  @Test("marks a gap after a dropped block even when it held no samples")
  func droppedEmptyBlock() {
    let queue = BlockQueue(slotCount: 1)
    queue.push(header(sampleIndex: 0, sampleCount: 1), countsFrom: 0)
    queue.push(header(sampleIndex: 1, sampleCount: 0, flags: .followsGap), countsFrom: 0)
    queue.removeFirst()
    queue.push(header(sampleIndex: 1, sampleCount: 1), countsFrom: 0)
    #expect(queue.header()?.flags == .followsGap)
    #expect(queue.header()?.missingSampleCount == 0)
  }

  @Test("keeps a block that was filled while the ring was full, if there is room at the commit")
  func roomBetweenReserveAndCommit() {
    let queue = BlockQueue(slotCount: 1)
    queue.push(header(sampleIndex: 0, sampleCount: 1), countsFrom: 11)
    #expect(!queue.hasRoom())
    queue.fill(from: 12)
    #expect(queue.counts() == [11])
    queue.removeFirst()
    #expect(queue.commit(header(sampleIndex: 1, sampleCount: 1)))
    #expect(queue.counts() == [12])
    #expect(queue.ring.overrunCount == 0)
  }

  @Test("never loses or counts the block that ends a source")
  func endOfSource() {
    let queue = BlockQueue(slotCount: 1)
    queue.push(header(sampleIndex: 0, sampleCount: 1), countsFrom: 0)
    let end = header(sampleIndex: 1, sampleCount: 0, flags: .endOfSource)
    for _ in 0..<3 { #expect(!queue.commit(end)) }
    queue.removeFirst()
    #expect(queue.commit(end))
    #expect(queue.header()?.flags == .endOfSource)
    #expect(queue.counts()?.count == 0)
    #expect(queue.ring.overrunCount == 0)
  }

  @Test("plans its memory: 64-byte headers, slots in whole line pairs, one more for the producer")
  func memoryPlan() {
    #expect(MemoryLayout<SampleBlockHeader>.stride == 64)
    // 64 + 3 × 4 = 76 bytes, so 128 a slot; counters take 384.
    let small = SampleRing.byteCount(slotCount: 4, channelCount: 3, samplesPerBlock: 1)
    #expect(small == 384 + 5 * 128)
    // 64 + 16 × 4 = 128 bytes exactly.
    let exact = SampleRing.byteCount(slotCount: 1, channelCount: 1, samplesPerBlock: 16)
    #expect(exact == 384 + 2 * 128)
  }
}
