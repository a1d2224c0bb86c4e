import SeismicTypes
import StationRuntime
import Testing

/// When watchdogs are fed, and which blocks are late.
struct WatchdogTests {
  /// Which of some rounds feed, each a pair of progress and instant.
  private func fed(intervalNanoseconds: Int64, _ rounds: [(Int64, Int64)]) -> [Bool] {
    var schedule = FeedingSchedule(intervalNanoseconds: intervalNanoseconds)
    return rounds.map { schedule.isDue(progress: $0.0, at: $0.1) }
  }

  @Test func aWatchdogIsFedAtIntervals() {
    let rounds: [(Int64, Int64)] = [(1, 1_000), (2, 1_099), (3, 1_100)]
    #expect(fed(intervalNanoseconds: 100, rounds) == [true, false, true])
  }

  @Test func withoutProgressItStarves() {
    let rounds: [(Int64, Int64)] = [(7, 0), (7, 100), (7, 200), (7, 2_000), (8, 2_100)]
    #expect(fed(intervalNanoseconds: 100, rounds) == [true, false, false, false, true])
  }

  @Test func withoutAnIntervalNothingIsFed() {
    #expect(fed(intervalNanoseconds: 0, [(1, .max)]) == [false])
  }

  @Test(arguments: [(9_999_999, 0), (10_000_001, 1)])
  func aBlockIsLateOnceItsOwnTimeHasPassed(ageNanoseconds: Int64, missCount: Int64) {
    var header = SampleBlockHeader(
      startTime: Timestamp(nanoseconds: 0), sampleIndex: 0,
      sampleRate: SampleRate(microhertz: 200_000_000), channelCount: 3, sampleCount: 2)
    header.committedAt = MonotonicInstant(nanoseconds: 500)
    var deadlines = BlockDeadlines()
    deadlines.note(header, at: 500 + ageNanoseconds)
    #expect(deadlines.missCount == missCount)
    #expect(deadlines.longestNanoseconds == ageNanoseconds)
    #expect(deadlines.blockCount == 1)
  }
}
