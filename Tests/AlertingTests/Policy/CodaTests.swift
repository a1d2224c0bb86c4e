import Alerting
import SeismicTypes
import Testing

/// What an onset in a coda must reach to be another earthquake's.
@Suite("An onset in a coda")
struct CodaTests {
  /// log10 of cm/s in thousandths.
  private func required(_ bench: PolicyBench) -> Int32 {
    bench.policy.codaVelocityLog10Thousandths(at: bench.position)
  }

  private func estimate(_ pgvLog10: Int32) -> Estimate {
    Estimate(
      pgvLog10: Thousandths(mean: pgvLog10, sigma: 300),
      magnitude: Thousandths(mean: 6000, sigma: 500), distanceLog10: nil,
      earthquakeProbabilityThousandths: 1000)
  }

  @Test("is held against the PGV predicted a second before, not against its own")
  func heldAgainstThePrediction() {
    var bench = PolicyBench()
    _ = bench.pick()
    for (window, pgv) in [(500, 100), (1_000, 200), (1_500, 300), (2_000, 900)] as [(Int32, Int32)]
    {
      _ = bench.shake(0.01, sampleCount: 50)
      _ = bench.window(window, pgv: pgv)
    }
    #expect(required(bench) == 200)
    _ = bench.shake(0.01, sampleCount: 100)
    #expect(required(bench) == 900)
  }

  @Test("is held against the shaking seen so far where that is stronger")
  func heldAgainstTheShaking() {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: 0)
    _ = bench.shake(10, sampleCount: 400)
    #expect(required(bench) == 1000)
  }

  @Test("needs but twice the recent motion once the S wave has passed")
  func afterTheSWave() {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: 0)
    _ = bench.shake(0.9, vertical: 0.5, sampleCount: 200)
    #expect(required(bench) == 0)
    _ = bench.shake(0.3, vertical: 0.05, sampleCount: 400)
    #expect(required(bench) == -1000)
  }

  @Test("needs but twice the recent motion twenty seconds after the first, or without an event")
  func longAfter() {
    var bench = PolicyBench()
    _ = bench.shake(0.1, vertical: 0.05, sampleCount: 400)
    #expect(required(bench) == -1000)
    _ = bench.pick()
    _ = bench.window(500, pgv: 1500)
    _ = bench.shake(0.1, vertical: 0.05, sampleCount: 2_000)
    #expect(required(bench) == 1500)
    _ = bench.shake(0.1, vertical: 0.05, sampleCount: 1)
    #expect(required(bench) == -1000)
  }

  @Test("that still predicts nothing passes on what the next one must reach")
  func handsItsBarOn() {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: 700)
    _ = bench.shake(0.1, sampleCount: 300)
    _ = bench.pick()
    _ = bench.shake(0.1, sampleCount: 300)
    #expect(required(bench) == 700)
  }

  @Test("is worth another event from level 2 on, and only above the open event's level")
  func worthAnEvent() {
    var bench = PolicyBench()
    #expect(!bench.policy.wouldRaiseLevel(estimate(500), windowMilliseconds: 500))
    #expect(bench.policy.wouldRaiseLevel(estimate(550), windowMilliseconds: 500))
    _ = bench.pick()
    _ = bench.window(500, pgv: 1_000)
    #expect(!bench.policy.wouldRaiseLevel(estimate(1_450), windowMilliseconds: 500))
    #expect(bench.policy.wouldRaiseLevel(estimate(1_550), windowMilliseconds: 500))
  }

  @Test("is the open event's own within a second of it")
  func foundTwice() {
    var bench = PolicyBench()
    #expect(!bench.policy.isOnsetOfOpenEvent(0))
    _ = bench.shake(0.1, sampleCount: 500)
    _ = bench.pick()
    #expect(bench.policy.isOnsetOfOpenEvent(490))
    #expect(bench.policy.isOnsetOfOpenEvent(599))
    #expect(!bench.policy.isOnsetOfOpenEvent(600))
  }
}
