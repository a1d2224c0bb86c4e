import Acquisition
import SeismicTypes
import Testing

@Suite("A paced clock")
struct PacedClockTests {
  @Test("is due at the sample's own time in real time, exactly after a day")
  func realTime() {
    let clock = PacedClock(
      start: MonotonicInstant(nanoseconds: 7), sampleRate: SampleRate(microhertz: 100_000_000))
    #expect(clock.deadline(ofSample: 0).nanoseconds == 7)
    #expect(clock.deadline(ofSample: 8_640_000).nanoseconds == 7 + 86_400 * 1_000_000_000)
  }

  @Test(
    "divides the time by the factor",
    arguments: [(500, 2_000_000_000), (10_000, 100_000_000), (3000, 333_333_333)])
  func factor(speedThousandths: Int64, expected: Int64) {
    let clock = PacedClock(
      start: MonotonicInstant(nanoseconds: 0), sampleRate: SampleRate(microhertz: 50_000_000),
      speedThousandths: speedThousandths)
    #expect(clock.deadline(ofSample: 50).nanoseconds == expected)
  }

  @Test("waits long, not wrongly, for a record of another century", arguments: [1, 500, 1000])
  func centuries(speedThousandths: Int64) {
    let clock = PacedClock(
      start: MonotonicInstant(nanoseconds: 7), sampleRate: SampleRate(microhertz: 100_000_000),
      speedThousandths: speedThousandths)
    // 250 years at 100 Hz.
    #expect(clock.deadline(ofSample: 788_940_000_000).nanoseconds > 1 << 61)
  }
}
