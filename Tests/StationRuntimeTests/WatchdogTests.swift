import SeismicTypes
import StationRuntime
import Testing

/// When watchdogs are fed, and which blocks are late.
struct WatchdogTests {
  @Test func aWatchdogIsFedAtIntervals() {
    var schedule = FeedingSchedule(intervalNanoseconds: 100)
    #expect(schedule.isDue(progress: 1, networkProgress: 1, at: 1_000) == true)
    #expect(schedule.isDue(progress: 2, networkProgress: 2, at: 1_099) == false)
    #expect(schedule.isDue(progress: 3, networkProgress: 3, at: 1_100) == true)
  }

  @Test func withoutProgressOfBothThreadsItStarves() {
    var schedule = FeedingSchedule(intervalNanoseconds: 100)
    #expect(schedule.isDue(progress: 7, networkProgress: 7, at: 0) == true)
    for round: Int64 in 1...20 {
      let now = round * 100
      #expect(schedule.isDue(progress: 7, networkProgress: 7, at: now) == false)
      #expect(schedule.isDue(progress: 7 + round, networkProgress: 7, at: now) == false)
      #expect(schedule.isDue(progress: 7, networkProgress: 7 + round, at: now) == false)
    }
    #expect(schedule.isDue(progress: 8, networkProgress: 8, at: 2_100) == true)
  }

  @Test func withoutAnIntervalNothingIsFed() {
    var schedule = FeedingSchedule(intervalNanoseconds: 0)
    #expect(schedule.isDue(progress: 1, networkProgress: 1, at: .max) == false)
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
