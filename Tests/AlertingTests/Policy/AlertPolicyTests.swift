import Alerting
import SeismicTypes
import Testing

@Suite("The alert policy")
struct AlertPolicyTests {
  @Test("says nothing while the ground is quiet")
  func quietGround() {
    var bench = PolicyBench()
    #expect(bench.shake(0.99, sampleCount: 100_000).isEmpty)
  }

  @Test("opens an event on three consecutive samples of shaking, whatever the trigger does")
  func observedShakingOpensAnEvent() throws {
    var bench = PolicyBench()
    #expect(bench.shake(1.2, sampleCount: 2).isEmpty)
    #expect(bench.shake(0.5, sampleCount: 1).isEmpty)
    #expect(bench.shake(1.2, sampleCount: 2).isEmpty)
    let alert = try #require(bench.shake(1.2, sampleCount: 1).first)
    #expect(alert.type == .alert)
    #expect(alert.revision == 0)
    #expect(alert.level == .light)
    #expect(alert.basis == .observed)
    #expect(alert.pgvLog10 == nil)
    #expect(alert.windowLengthMilliseconds == 0)
    #expect(alert.onsetSigmaMilliseconds == 0)
    // The first of the three samples over the threshold: index 3 at 100 Hz.
    #expect(alert.onsetTime == Timestamp(nanoseconds: 30_000_000))
  }

  @Test(
    "means the same shaking by a level on every station",
    arguments: [(1.0, 1), (3.39, 1), (3.4, 2), (8.17, 2), (8.18, 3), (30.9, 3), (31.0, 4)])
  func levelsAreFixed(pgv: Double, level: Int) {
    var bench = PolicyBench()
    let messages = bench.shake(pgv, sampleCount: 3)
    #expect(messages.last?.level?.rawValue == UInt8(level))
  }

  @Test("asks more of windows under 3 s, where that is set, and nothing more of what is observed")
  func earlyWindowsNeedMore() {
    var parameters = AlertPolicy.Parameters()
    parameters.strongProbabilityThousandths = 600
    parameters.earlyProbabilityIncreaseThousandths = 150
    // log10 8.18 is 0.9128; with sigma 0.3, a mean of 1.05 reaches it with a probability of 0.68.
    var bench = PolicyBench(parameters)
    _ = bench.pick()
    #expect(bench.window(2_500, pgv: 1_050).last?.level == .moderate)
    #expect(bench.window(3_000, pgv: 1_050).last?.level == .strong)
    var sure = PolicyBench(parameters)
    _ = sure.pick()
    #expect(sure.window(500, pgv: 1_150).last?.level == .strong)
    var observed = PolicyBench(parameters)
    #expect(observed.shake(8.18, sampleCount: 3).last?.level == .strong)
  }

  @Test("does not believe shaking before the baseline holds, nor on masked components")
  func ignoresWhatIsNotGroundMotion() {
    var bench = PolicyBench()
    #expect(bench.shake(50, sampleCount: 100, isSettled: false).isEmpty)
    #expect(bench.shake(50, sampleCount: 100, masked: .north).isEmpty)
  }

  @Test("raises the level as shaking grows and never lowers it")
  func levelsRise() {
    var bench = PolicyBench()
    var levels: [UInt8] = []
    for pgv in [1.5, 9.0, 2.0, 40.0, 0.1] {
      levels += bench.shake(pgv, sampleCount: 10).compactMap { $0.level?.rawValue }
    }
    #expect(levels == [1, 3, 4])
  }

  @Test("alerts on a prediction that is probable enough, and only then")
  func predictionsRaiseLevels() throws {
    var parameters = AlertPolicy.Parameters()
    parameters.strongProbabilityThousandths = 700
    var bench = PolicyBench(parameters)
    let pick = try #require(bench.pick().first)
    #expect(pick.type == .pick)
    #expect(pick.revision == 0)
    // Mean at the strong threshold: P = 0.5, enough for moderate (0.5) but not for strong (0.7).
    let first = try #require(bench.window(500, pgv: 913).first)
    #expect(first.type == .alert)
    #expect(first.level == .moderate)
    #expect(first.basis == .predicted)
    // One sigma above: P = 0.84.
    let second = try #require(bench.window(1000, pgv: 1213).first)
    #expect(second.type == .alert)
    #expect(second.level == .strong)
    #expect(second.revision == 2)
  }

  @Test("reports an estimate when it moves by more than a step, and keeps still when it does not")
  func reportsSteps() {
    var bench = PolicyBench()
    _ = bench.pick()
    #expect(bench.window(500, pgv: -500).map(\.type) == [.estimate])
    #expect(bench.window(1000, pgv: -450).isEmpty)
    #expect(bench.window(1500, pgv: -400).isEmpty)
    #expect(bench.window(2000, pgv: -399).map(\.type) == [.estimate])
    #expect(bench.window(2500, pgv: -399, magnitude: 6200).isEmpty)
    #expect(bench.window(3000, pgv: -399, magnitude: 6201).map(\.type) == [.estimate])
  }

  @Test("never predicts less than has been observed")
  func observedIsTheFloor() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    _ = bench.window(500, pgv: 0)
    _ = bench.shake(20, sampleCount: 3)
    let estimate = try #require(
      bench.window(1000, pgv: 100).first ?? bench.shake(20, sampleCount: 1000).last)
    let mean = try #require(estimate.pgvLog10?.mean)
    #expect(mean >= 1301)
  }

  @Test("ends the event when shaking has stayed below level 1 for 30 s")
  func endsWhenQuiet() throws {
    var bench = PolicyBench()
    _ = bench.shake(5, sampleCount: 10)
    let messages = bench.shake(0.5, sampleCount: 3001)
    let last = try #require(messages.last)
    #expect(last.type == .estimate)
    #expect(last.flags?.contains(.final) == true)
    #expect(bench.policy.isEventOpen == false)
    // Reports every 10 s in between, the last one just before the end.
    #expect(messages.map(\.type) == [.estimate, .estimate, .estimate, .estimate])
  }

  @Test("ends the first event when an onset comes in its coda, and predicts only what outgrows it")
  func codaOpensASecondEvent() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    // What is predicted stands for what the first one's S wave may bring: 1 cm/s.
    _ = bench.window(500, pgv: 0)
    _ = bench.shake(0.1, sampleCount: 150)
    let messages = bench.pick()
    #expect(messages.map(\.type) == [.estimate, .pick])
    #expect(messages.first?.flags?.contains(.final) == true)
    let pick = try #require(messages.last)
    #expect(pick.event == 1)
    #expect(pick.flags?.contains(.inCoda) == true)
    var second = PWaveWindow()
    second.pvPicometresPerSecond = 9_900_000_000
    #expect(bench.policy.predicts(from: second) == false)
    second.pvPicometresPerSecond = 10_000_000_000
    #expect(bench.policy.predicts(from: second) == true)
    // What predicts is no longer lost in the coda; what is lost there predicts nothing.
    let silent = try #require(bench.window(500, pgv: nil).first)
    #expect(silent.flags?.contains(.inCoda) == true && silent.pgvLog10 == nil)
    let standing = try #require(bench.window(1000, pgv: -500).first)
    #expect(standing.flags?.contains(.inCoda) == false && standing.pgvLog10 != nil)
  }

  @Test("takes an onset before the shaking that was already observed for the same earthquake's")
  func onsetBeforeObservedShaking() throws {
    var bench = PolicyBench()
    _ = bench.shake(0.1, sampleCount: 10)
    _ = bench.shake(5, sampleCount: 5)
    bench.policy.open(onsetSampleIndex: 8, at: bench.position)
    let messages = bench.take()
    #expect(messages.map(\.type) == [.estimate, .pick])
    #expect(messages.last?.flags?.contains(.inCoda) == false)
    #expect(bench.policy.predicts(from: PWaveWindow()) == true)
    let alert = try #require(bench.shake(0.1, sampleCount: 1).first)
    #expect(alert.type == .alert && alert.level == .moderate && alert.basis == .observed)
    #expect(alert.observed?.pgvMicrometresPerSecond == 50_000)
    _ = bench.shake(5, sampleCount: 5)
    bench.policy.open(onsetSampleIndex: 15, at: bench.position)
    #expect(bench.take().last?.flags?.contains(.inCoda) == true)
  }

  @Test("predicts nothing from a masked vertical, and takes back what it had")
  func maskedFeaturesPredictNothing() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    let first = try #require(bench.window(500, pgv: 100).first)
    #expect(first.pgvLog10 != nil)
    var masked = PWaveWindow()
    masked.isMasked = true
    #expect(bench.policy.predicts(from: masked) == false)
    #expect(bench.window(1000, pgv: nil, isMasked: true).isEmpty)
    let due = try #require(bench.shake(0.1, sampleCount: 1001).last)
    #expect(due.pgvLog10 == nil && due.magnitude == nil && due.tauCMilliseconds == nil)
    #expect(due.level == first.level)
    let again = try #require(bench.window(1500, pgv: 100).first)
    #expect(again.pgvLog10 != nil)
  }

  @Test("counts the samples that opened an event among what it observed")
  func openingSamplesAreObserved() throws {
    var bench = PolicyBench()
    _ = bench.shake(7, sampleCount: 1)
    _ = bench.shake(0.1, sampleCount: 1)
    _ = bench.shake(3, sampleCount: 1)
    _ = bench.shake(1.2, sampleCount: 1)
    let alert = try #require(bench.shake(1.1, sampleCount: 1).first)
    #expect(alert.observed?.pgvMicrometresPerSecond == 30_000)
  }

  @Test("cancels a pick when its sensor turns out to be at fault, before any shaking")
  func cancelsFaults() throws {
    var bench = PolicyBench()
    _ = bench.pick()
    let messages = bench.shake(0, sampleCount: 60, masked: .vertical)
    let cancel = try #require(messages.last)
    #expect(cancel.type == .cancel)
    #expect(cancel.cancelReason == .sensorFault)
    #expect(bench.policy.isEventOpen == false)
  }

  @Test("does not cancel once shaking has been observed, nor after ten seconds")
  func keepsWhatWasObserved() {
    var shaken = PolicyBench()
    _ = shaken.pick()
    _ = shaken.shake(2, sampleCount: 3)
    #expect(!shaken.shake(0, sampleCount: 100, masked: .vertical).contains { $0.type == .cancel })
    var late = PolicyBench()
    _ = late.pick()
    _ = late.shake(0.1, sampleCount: 1001)
    #expect(!late.shake(0, sampleCount: 100, masked: .vertical).contains { $0.type == .cancel })
  }

  @Test("gives events of several groups numbers that never meet")
  func numbersAreUnique() {
    let channel = ShortText("a/HNZ") ?? ShortText()
    var numbers: Set<UInt64> = []
    for index in 0..<3 {
      var bench = PolicyBench()
      bench.policy = AlertPolicy(
        parameters: AlertPolicy.Parameters(),
        group: AlertPolicy.Group(
          sampleRate: bench.rate, triggeringChannel: channel, isSingleComponent: true,
          index: Int64(index), count: 3))
      for _ in 0..<4 { for message in bench.pick() { numbers.insert(message.event ?? 999) } }
    }
    #expect(numbers == Set(0..<12))
  }

  @Test("never asks for a probability that no prediction can have")
  func earlyNeedIsBounded() {
    var parameters = AlertPolicy.Parameters()
    parameters.severeProbabilityThousandths = 900
    parameters.earlyProbabilityIncreaseThousandths = 150
    var bench = PolicyBench(parameters)
    _ = bench.pick()
    // log10 31 is 1.491; with sigma 0.3 this lies five of them above.
    #expect(bench.window(500, pgv: 3_000).last?.level == .severe)
  }
}
