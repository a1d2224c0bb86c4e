import Conditioning
import SeismicTypes
import Testing

/// A conditioner that begins with the baseline of an earlier start.
struct ResumedBaselineTests {
  /// Feeds a level in counts with some motion about it; the sample at which it settled, nil if it did
  /// not within 20 s.
  private func settledSample(
    _ conditioner: inout Conditioner, level: Int32, swing: Int32 = 0
  ) -> Int? {
    var motion = GroundMotion()
    for sample in 0..<2_000 {
      let count = level + (sample % 20 < 10 ? swing : -swing)
      conditioner.process(
        vertical: count, north: -count, east: count, isBaselineFrozen: false, into: &motion)
      if motion.isBaselineSettled { return sample }
    }
    return nil
  }

  private func learnt(level: Int32) throws -> BaselineState {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    _ = settledSample(&conditioner, level: level)
    return try #require(conditioner.baselineState)
  }

  @Test func withoutOneItTakesTenSeconds() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    #expect(settledSample(&conditioner, level: 4_000) == 999)
    #expect(conditioner.resumption == .none)
  }

  @Test func atTheSameLevelItIsTrueAfterThreeSeconds() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    let isTaken = conditioner.resume(try learnt(level: 4_000))
    #expect(isTaken)
    #expect(conditioner.resumption == .onTrial)
    #expect(settledSample(&conditioner, level: 4_000) == 299)
    #expect(conditioner.resumption == .stands)
  }

  @Test func amidShakingItIsTrueToo() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    let isTaken = conditioner.resume(try learnt(level: 4_000))
    #expect(isTaken)
    #expect(settledSample(&conditioner, level: 4_000, swing: 200_000) == 299)
  }

  @Test func aSensorThatWasMovedStartsCold() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    let isTaken = conditioner.resume(try learnt(level: 4_000))
    #expect(isTaken)
    #expect(settledSample(&conditioner, level: 2_004_000) == 1_299)
  }

  @Test func anotherScaleIsRefused() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    var state = try learnt(level: 4_000)
    state.scaleBits += 1
    let isTaken = conditioner.resume(state)
    #expect(!isTaken)
    #expect(settledSample(&conditioner, level: 4_000) == 999)
  }

  @Test func onceSamplesHaveComeItIsTooLate() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 60)))
    let state = try learnt(level: 4_000)
    _ = settledSample(&conditioner, level: 4_000)
    let isTaken = conditioner.resume(state)
    #expect(!isTaken)
  }
}
