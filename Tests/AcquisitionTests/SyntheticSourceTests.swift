import Acquisition
import SeismicTypes
import Testing

@Suite("A synthetic source")
struct SyntheticSourceTests {
  static func parameters(_ event: SyntheticEvent? = nil) -> SyntheticSource.Parameters {
    SyntheticSource.Parameters(
      sampleRate: SampleRate(microhertz: 99_970_000),
      startTime: Timestamp(nanoseconds: 1_700_000_000_000_000_000), sampleCount: 6000,
      noiseCounts: 20, offsetCounts: 1000, event: event)
  }

  @Test("gives the same counts at every block size", arguments: [1, 7, 64, 512])
  func blockSizes(samplesPerBlock: Int) throws {
    let source = try SyntheticSource(Self.parameters(SyntheticEvent(onsetMilliseconds: 30_000)))
    let reference = Delivery(source, channelCount: 3, samplesPerBlock: 6000)
    let delivery = Delivery(source, channelCount: 3, samplesPerBlock: samplesPerBlock)
    #expect(delivery.hasCounts(of: reference))
    #expect(delivery.indices == Array(0..<6000))
    let last = try #require(delivery.headers.last)
    #expect(last.flags == .endOfSource)
    #expect(last.startTime.nanoseconds == 1_700_000_000_000_000_000 + 60_018_005_401)
  }

  @Test("gives these very counts on every machine")
  func fingerprint() throws {
    let source = try SyntheticSource(Self.parameters(SyntheticEvent(onsetMilliseconds: 30_000)))
    let delivery = Delivery(source, channelCount: 3, samplesPerBlock: 64)
    #expect(
      (0..<3).map { delivery.fingerprint(ofChannel: $0) } == [
        6_596_391_065_774_772_281, 3_668_509_902_693_504_207, 8_895_856_216_645_876_916,
      ])
  }

  @Test("makes noise of the stated mean and deviation, different on each channel")
  func noise() throws {
    let source = try SyntheticSource(Self.parameters())
    let delivery = Delivery(source, channelCount: 3, samplesPerBlock: 64)
    for counts in delivery.counts {
      let mean = counts.reduce(0.0) { $0 + Double($1) } / 6000
      let variance = counts.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / 6000
      #expect(abs(mean - 1000) < 1.5)
      #expect(abs(variance.squareRoot() - 20) < 1)
    }
    let pairs = zip(delivery.counts[0], delivery.counts[1])
    let correlation = pairs.reduce(0.0) { $0 + Double($1.0 - 1000) * Double($1.1 - 1000) }
    #expect(abs(correlation / 6000 / 400) < 0.05)
  }

  @Test("is silent before the onset and as loud as stated after it")
  func event() throws {
    var parameters = Self.parameters(
      SyntheticEvent(
        onsetMilliseconds: 30_000, pToSMilliseconds: 8000, pAmplitudeCounts: 20_000,
        sAmplitudeCounts: 100_000))
    parameters.noiseCounts = 0
    parameters.offsetCounts = 0
    let delivery = Delivery(
      try SyntheticSource(parameters), channelCount: 3, samplesPerBlock: 64)
    let vertical = delivery.counts[0]
    let east = delivery.counts[2]
    // 30 s and 38 s at 99.97 Hz.
    let (onset, secondary) = (2999, 3799)
    #expect(vertical[...onset].allSatisfy { $0 == 0 })
    #expect(vertical[onset + 1] > 0)
    let largestP = try #require(vertical[onset..<secondary].map(\.magnitude).max())
    #expect((18_000...20_000).contains(largestP))
    let largestS = try #require(east[secondary...].map(\.magnitude).max())
    #expect((90_000...105_000).contains(largestS))
  }

  @Test("goes on for ever when no end is set")
  func endless() throws {
    var parameters = Self.parameters()
    parameters.sampleCount = nil
    parameters.channelCount = 1
    var source = try SyntheticSource(parameters)
    var memory = [Int32](repeating: 0, count: 10_000)
    var span = memory.mutableSpan
    var header = SampleBlockHeader(
      startTime: parameters.startTime, sampleIndex: 0, sampleRate: parameters.sampleRate,
      channelCount: 0, sampleCount: 0)
    for block in 0..<10 as Range<Int64> {
      #expect(source.next(into: &span, header: &header))
      #expect(header.sampleIndex == block * 10_000)
      #expect(header.sampleCount == 10_000)
    }
  }

  @Test("refuses what it cannot make")
  func refusals() {
    var rate = Self.parameters()
    rate.sampleRate = SampleRate(microhertz: 5_000_000)
    var channels = Self.parameters()
    channels.channelCount = 4
    var frequency = Self.parameters(SyntheticEvent(onsetMilliseconds: 0))
    frequency.event?.pFrequencyMillihertz = 60_000
    for (parameters, expected) in [
      (rate, "synthetic source: sampleRate (µHz) is 5000000, expected 20000000 to 1000000000"),
      (channels, "synthetic source: channelCount is 4, expected 1 to 3"),
      (frequency, "synthetic source: pFrequencyMillihertz is 60000, expected 1 to 49985"),
    ] {
      let error = #expect(throws: AcquisitionError.self) { try SyntheticSource(parameters) }
      #expect(error?.message == expected)
    }
  }
}
