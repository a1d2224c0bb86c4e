import SeismicTypes
import Testing

@Suite("A sample rate")
struct SampleRateTests {
  @Test("gives exact times for rates that are no whole number of nanoseconds")
  func exactTimes() throws {
    let rate = try #require(SampleRate(hertz: 30.0585))
    #expect(rate.microhertz == 30_058_500)
    // 30058500 µHz × 10⁶ s is exactly 30,058,500 samples.
    #expect(rate.nanoseconds(ofSamples: 30_058_500) == 1_000_000 * 1_000_000_000)
  }

  @Test("rounds an interval to the nearest whole number of samples")
  func samplesInAnInterval() {
    #expect(SampleRate(microhertz: 100_000_000).sampleCount(milliseconds: 500) == 50)
    #expect(SampleRate(microhertz: 31_250_000).sampleCount(milliseconds: 500) == 16)
    #expect(SampleRate(microhertz: 99_970_000).sampleCount(milliseconds: 10_000) == 1000)
  }

  @Test("refuses what is no rate", arguments: [0, -1, .nan, .infinity])
  func refusesNonsense(hertz: Double) {
    #expect(SampleRate(hertz: hertz) == nil)
  }

  @Test("the block header stays 64 bytes long")
  func headerSize() {
    #expect(MemoryLayout<SampleBlockHeader>.stride == 64)
  }
}
