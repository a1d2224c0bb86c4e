import Evaluation
import SeismicTypes
import Testing

/// Mirrored noise before a record's first sample.
struct WarmUpTests {
  private func record(_ counts: [Int32], channelCount: Int = 1) -> RecordCounts {
    RecordCounts(
      sampleRate: SampleRate(microhertz: 100_000_000), channelCount: channelCount,
      stretches: [
        RecordCounts.Stretch(
          sampleIndex: 0, startTime: Timestamp(nanoseconds: 0), missingSampleCount: 0,
          counts: counts)
      ])
  }

  @Test func noiseIsReflectedAtBothItsEnds() throws {
    let longer = record([1, 2, 3, 90, 91]).mirrored(sampleCount: 7, noiseSampleCount: 3)
    #expect(longer.stretches[0].counts == [2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 90, 91])
    #expect(longer.stretches[0].sampleIndex == -7)
    #expect(longer.stretches[0].startTime == Timestamp(nanoseconds: -70_000_000))
  }

  @Test func framesStayWhole() {
    let longer = record([1, 10, 2, 20, 3, 30], channelCount: 2)
      .mirrored(sampleCount: 1, noiseSampleCount: 2)
    #expect(longer.stretches[0].counts == [2, 20, 1, 10, 2, 20, 3, 30])
  }

  @Test func oneSampleOfNoiseIsHeld() {
    let longer = record([5, 70, 80]).mirrored(sampleCount: 3, noiseSampleCount: 0)
    #expect(longer.stretches[0].counts == [5, 5, 5, 5, 70, 80])
  }

  @Test func theNoiseIsMeasuredAboutItsMean() {
    let noise = record([101, 99, 101, 99, 5_000]).noiseRootMeanSquare(channel: 0, before: 4)
    #expect(noise == 1)
  }
}
