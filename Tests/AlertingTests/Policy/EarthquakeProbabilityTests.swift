import Alerting
import SeismicTypes
import Testing

/// What becomes of predictions from what is probably no earthquake.
@Suite("The earthquake probability")
struct EarthquakeProbabilityTests {
  @Test("keeps predicted levels down below the policy's minimum, and stands in every message")
  func gate() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    let held = try #require(bench.window(500, pgv: 1_500, probability: 499).first)
    #expect(held.type == .estimate)
    #expect(held.level == AlertLevel.none)
    #expect(held.earthquakeProbabilityThousandths == 499)
    #expect(held.pgvLog10?.mean == 1_500)
    let alert = try #require(bench.window(1_000, pgv: 1_500, probability: 500).first)
    #expect(alert.type == .alert)
    #expect(alert.level == .severe)
    #expect(alert.earthquakeProbabilityThousandths == 500)
  }

  @Test("of the policy's choice: at a minimum of zero everything may alert")
  func minimum() {
    var parameters = AlertPolicy.Parameters()
    parameters.minimumEarthquakeProbabilityThousandths = 0
    var open = PolicyBench(parameters)
    _ = open.pick()
    #expect(open.window(500, pgv: 1_500, probability: 0).first?.type == .alert)
    parameters.minimumEarthquakeProbabilityThousandths = 900
    var strict = PolicyBench(parameters)
    _ = strict.pick()
    #expect(strict.window(500, pgv: 1_500, probability: 899).first?.type == .estimate)
  }

  @Test("below that of strong levels leaves a prediction at level 2")
  func strongLevels() throws {
    var parameters = AlertPolicy.Parameters()
    parameters.minimumEarthquakeProbabilityThousandths = 20
    parameters.strongEarthquakeProbabilityThousandths = 200
    var bench = PolicyBench(parameters)
    _ = bench.pick()
    let held = try #require(bench.window(500, pgv: 1_500, probability: 199).first)
    #expect(held.level == .moderate)
    let alert = try #require(bench.window(1_000, pgv: 1_500, probability: 200).first)
    #expect(alert.level == .severe)
  }

  @Test("that stays low for 3 s cancels the event as noise, once")
  func cancel() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    var messages: [AlertMessage] = []
    for milliseconds: Int32 in [500, 1_000, 1_500, 2_000, 2_500, 3_000] {
      messages += bench.shake(0.1, sampleCount: 50)
      messages += bench.window(milliseconds, pgv: 1_500, probability: 100)
    }
    #expect(messages.map(\.type) == [.estimate, .cancel])
    let cancel = try #require(messages.last)
    #expect(cancel.cancelReason == .noise)
    #expect(cancel.revision == 2)
    #expect(bench.policy.isEventOpen == false)
    #expect(bench.window(3_500, pgv: 1_500, probability: 100).isEmpty)
    #expect(bench.shake(0.1, sampleCount: 4_000).isEmpty)
  }

  @Test("does not cancel what has once been probable")
  func onceProbable() {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: -500, probability: 600)
    var messages: [AlertMessage] = []
    for milliseconds: Int32 in [1_000, 2_000, 3_000, 4_000] {
      messages += bench.shake(0.1, sampleCount: 100)
      messages += bench.window(milliseconds, pgv: -500, probability: 10)
    }
    #expect(messages.filter { $0.type == .cancel }.isEmpty)
    #expect(bench.policy.isEventOpen == true)
  }

  @Test("neither keeps observed levels down nor cancels what has been observed")
  func observed() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: 1_500, probability: 10)
    let alert = try #require(bench.shake(9, sampleCount: 250).first)
    #expect(alert.type == .alert)
    #expect(alert.level == .strong)
    #expect(alert.basis == .observed)
    let later = bench.window(3_000, pgv: 1_700, probability: 10)
    #expect(later.map(\.type) == [.estimate])
    #expect(later.first?.level == .strong)
    #expect(bench.policy.isEventOpen == true)
  }

  @Test("cancels nothing later than the policy's time after the onset")
  func lateWindows() {
    var parameters = AlertPolicy.Parameters()
    parameters.cancelWindowMilliseconds = 2_000
    var bench = PolicyBench(parameters)
    _ = bench.pick()
    _ = bench.shake(0.1, sampleCount: 300)
    let messages = bench.window(3_000, pgv: 1_500, probability: 10)
    #expect(messages.map(\.type) == [.estimate])
    #expect(bench.policy.isEventOpen == true)
  }

  @Test("keeps a second onset in a coda from ending the event that is open")
  func coda() {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: 0)
    var estimate = Estimate(
      pgvLog10: Thousandths(mean: 1_500, sigma: 300),
      magnitude: Thousandths(mean: 7_000, sigma: 500), distanceLog10: nil,
      earthquakeProbabilityThousandths: 499)
    #expect(bench.policy.wouldRaiseLevel(estimate, windowMilliseconds: 500) == false)
    estimate.earthquakeProbabilityThousandths = 500
    #expect(bench.policy.wouldRaiseLevel(estimate, windowMilliseconds: 500) == true)
  }
}
