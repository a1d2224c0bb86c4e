import Acquisition
import SeismicTypes
import Testing

@Suite("The times of a recording")
struct RecordingTimeTests {
  /// The start of every made record: 2024-02-29T23:59:58.123456Z.
  static let start: Int64 = 1_709_251_198_123_456_000

  @Test("real packet loss gives nine gaps, each with its missing samples and its time")
  func packetLoss() throws {
    let recording = try Fixture.open("19_gaps_OpenEEW_024_2020_3_30.mseed")
    let vertical = recording.discontinuities.filter { $0.channelCode == "HNZ" }
    #expect(recording.discontinuities.count == 27)
    #expect(vertical.allSatisfy { $0.kind == .gap })
    // From the records' start times and 30.98335 Hz, by hand.
    #expect(vertical.map(\.sampleCount) == [26, 66, 20, 64, 13, 24, 25, 72, 129])
    let after = Delivery(recording).headers.filter { $0.flags.contains(.followsGap) }
    #expect(after.map(\.missingSampleCount) == vertical.map(\.sampleCount))
    #expect(after.map(\.startTime) == vertical.map(\.time))
  }

  @Test("records out of order are put in order")
  func order() throws {
    let ordered = try Fixture.open("made/records_out_of_order.mseed")
    let delivery = Delivery(ordered)
    #expect(ordered.discontinuities.isEmpty)
    #expect(delivery.indices == Array(0..<2000))
    #expect(ordered.channels.map(\.channelCode) == ["HNZ", "HNN", "HNE"])
    // North and east of this one are whole and in order.
    let reference = Delivery(try Fixture.open("made/overlaps.mseed"))
    for channel in 1...2 {
      let isSame = delivery.counts[channel] == reference.counts[channel]
      #expect(isSame)
    }
  }

  @Test("a gap of one channel is a gap of all, and is reported for that channel")
  func gapOfOneChannel() throws {
    let recording = try Fixture.open("made/gaps.mseed")
    let gaps = recording.discontinuities
    #expect(gaps.map(\.channelCode) == ["HNZ", "HNN"])
    #expect(gaps.map(\.sampleCount) == [3, 7])
    #expect(gaps.map(\.durationNanoseconds) == [34_000_000, 70_000_000])
    let delivery = Delivery(recording)
    #expect(delivery.indices == Array(0..<700) + Array(707..<1400) + Array(1403..<2000))
    let complete = Delivery(try Fixture.open("made/records_out_of_order.mseed"))
    for (frame, index) in delivery.indices.enumerated() {
      #expect(delivery.counts.map { $0[frame] } == complete.counts.map { $0[Int(index)] })
    }
  }

  @Test("where records overlap the earlier one stays and the overlap is reported")
  func overlaps() throws {
    let recording = try Fixture.open("made/overlaps.mseed")
    let complete = try Fixture.open("made/records_out_of_order.mseed")
    #expect(recording.discontinuities.map(\.kind) == [.overlap, .overlap])
    #expect(recording.discontinuities.map(\.sampleCount) == [50, 100])
    #expect(recording.discontinuities.map(\.durationNanoseconds) == [500_000_000, 1_000_000_000])
    let (delivery, reference) = (Delivery(recording), Delivery(complete))
    #expect(delivery.indices == reference.indices)
    #expect(delivery.counts[0][..<1000].elementsEqual(reference.counts[0][..<1000]))
    // The second record carries other values, so that this sees whose samples follow.
    #expect(delivery.counts[0][1000...].elementsEqual(reference.counts[0][1000...].map { $0 + 7 }))
    #expect(delivery.counts[1].elementsEqual(reference.counts[1]))
  }

  @Test("channels that start at different times are aligned to the nearest sample")
  func staggered() throws {
    let recording = try Fixture.open("made/staggered.mseed")
    let complete = Delivery(try Fixture.open("made/records_out_of_order.mseed"))
    let delivery = Delivery(recording)
    #expect(recording.startTime.nanoseconds == Self.start + 4_000_000)
    #expect(recording.discontinuities.isEmpty)
    // East starts 20 ms before north: two samples of it belong to no frame.
    #expect(delivery.counts[0].elementsEqual(complete.counts[0].prefix(1998)))
    #expect(delivery.counts[1].elementsEqual(complete.counts[1].prefix(1998)))
    #expect(delivery.counts[2].elementsEqual(complete.counts[2].dropFirst(2)))
  }

  @Test("a clock that drifts against the stated rate tears no gap")
  func drift() throws {
    let recording = try Fixture.open("made/drifting_clock.mseed")
    #expect(recording.discontinuities.isEmpty)
    #expect(Delivery(recording).indices == Array(0..<20_000))
  }

  @Test("blocks carry the time of their first sample, shifted as a whole where asked")
  func blockTimes() throws {
    let recording = try Fixture.open("06_openeew_M7.2_MEMS.mseed")
    let now = Timestamp(nanoseconds: 1_800_000_000_000_000_000)
    var recorded = RecordingReader(recording)
    var shifted = RecordingReader(
      recording, timeBase: .startingAt(now), clockErrorMicroseconds: .max)
    var memory = [Int32](repeating: 0, count: 300)
    var first = SampleBlockHeader(
      startTime: now, sampleIndex: 0, sampleRate: recording.sampleRate, channelCount: 0,
      sampleCount: 0)
    var second = first
    var span = memory.mutableSpan
    for block in 0..<10 as Range<Int64> {
      #expect(recorded.next(into: &span, header: &first))
      #expect(shifted.next(into: &span, header: &second))
      // 100 samples at 30.058528 Hz, rounded down to a nanosecond.
      let elapsed = block * 100 * 1_000_000_000_000_000 / 30_058_528
      #expect(first.startTime.nanoseconds == recording.startTime.nanoseconds + elapsed)
      #expect(second.startTime.nanoseconds == now.nanoseconds + elapsed)
      #expect(second.flags.contains(.clockUnsynchronised))
      #expect(!first.flags.contains(.clockUnsynchronised))
    }
  }

  @Test("the end is told once, in a block without samples")
  func end() throws {
    let delivery = Delivery(try Fixture.open("made/vertical_only.mseed"))
    let last = try #require(delivery.headers.last)
    #expect(delivery.headers.count { $0.flags.contains(.endOfSource) } == 1)
    #expect(last.flags == .endOfSource)
    #expect(last.sampleCount == 0)
    #expect(last.sampleIndex == 300)
    #expect(last.startTime.nanoseconds == Self.start + 3_000_000_000)
  }
}
