import SeismicTypes
import Testing
import Triggering

/// The detector of onsets in a coda, at 100 Hz.
struct CodaOnsetTests {
  private struct Feed {
    var detector = CodaOnset(
      sampleRate: SampleRate(microhertz: 100_000_000), shortTermMilliseconds: 500,
      minimumLongTermCounts: 1)
    var sampleIndex = 0
    var onsets: [Int] = []

    mutating func play(_ sampleCount: Int, counts: (Int) -> Int32) {
      for sample in 0..<sampleCount {
        let sign: Int32 = sampleIndex % 2 == 0 ? 1 : -1
        if detector.process(sign * counts(sample)) { onsets.append(sampleIndex) }
        sampleIndex += 1
      }
    }
  }

  @Test func steadyAndDyingMotionHasNoOnset() {
    var feed = Feed()
    feed.play(2_000) { _ in 1_000 }
    feed.play(2_000) { 1_000 - Int32($0 / 2) }
    #expect(feed.onsets.isEmpty)
  }

  @Test func anOnsetThreeTimesTheCodaIsSeenWithinAFifthOfASecond() throws {
    var feed = Feed()
    feed.play(500) { _ in 10 }
    feed.play(1_500) { _ in 1_000 }
    let coda = feed.onsets.count
    feed.play(100) { _ in 3_000 }
    #expect(feed.onsets.count == coda + 1)
    let onset = try #require(feed.onsets.last)
    #expect(onset >= 2_000 && onset < 2_020)
  }

  @Test func thereIsAtMostOneOnsetASecond() {
    var feed = Feed()
    feed.play(1_000) { _ in 100 }
    // It grows a hundredfold in four seconds.
    feed.play(400) { 100 + Int32($0) * 25 }
    #expect(zip(feed.onsets, feed.onsets.dropFirst()).allSatisfy { $1 - $0 >= 100 })
    #expect(feed.onsets.count <= 4 && !feed.onsets.isEmpty)
  }

  @Test func silenceHasNoOnsetAndARestartForgets() {
    var feed = Feed()
    feed.play(1_000) { _ in 0 }
    #expect(feed.onsets.isEmpty)
    feed.play(1_000) { _ in 100 }
    feed.detector.restart()
    let before = feed.onsets.count
    // The average has to fill again before anything is judged.
    feed.play(299) { _ in 10_000 }
    #expect(feed.onsets.count == before)
  }
}
