import SeismicTypes
import Testing
import Triggering

/// The states around the ratio, at 100 Hz with the default settings.
struct TriggerTests {
  /// Feeds motion of a constant amplitude, alternating in sign, and collects what it changes.
  private struct Feed {
    var trigger: Trigger
    var sampleIndex: Int64 = 0
    var transitions: [(index: Int64, transition: Trigger.Transition)] = []

    init(_ change: (inout Trigger.Parameters) -> Void = { _ in }) throws {
      var parameters = Trigger.Parameters(sampleRate: SampleRate(microhertz: 100_000_000))
      change(&parameters)
      trigger = try Trigger(parameters)
    }

    /// The onset of the last transition to PENDING.
    func pendingOnset() throws -> Int64 {
      let onset = transitions.reversed().lazy.compactMap { entry -> Int64? in
        if case .pending(let onset) = entry.transition { onset } else { nil }
      }.first
      return try #require(onset)
    }

    mutating func play(
      _ sampleCount: Int, counts: Int32, picometres: Int64 = 0, masked: ComponentSet = []
    ) {
      for _ in 0..<sampleCount {
        var motion = GroundMotion()
        let sign: Int64 = sampleIndex % 2 == 0 ? 1 : -1
        motion.triggerCounts = counts * Int32(sign)
        let vertical = Vector3(vertical: sign * picometres, north: 0, east: 0)
        motion.accelerationPicometresPerSecondSquared = vertical
        motion.velocityPicometresPerSecond = vertical
        motion.displacementPicometres = vertical
        motion.maskedComponents = masked
        if let transition = trigger.process(motion, sampleIndex: sampleIndex) {
          transitions.append((sampleIndex, transition))
        }
        sampleIndex += 1
      }
    }
  }

  private static let strong: Int64 = 1_000_000_000

  @Test func warmsUpThenConfirmsAnOnsetAfterTheConfirmationTime() throws {
    var feed = try Feed()
    feed.play(1_099, counts: 100)
    #expect(feed.transitions.isEmpty && !feed.trigger.isArmed)
    feed.play(901, counts: 100)
    feed.play(40, counts: 3_000, picometres: Self.strong)
    // One sample of 30 times the amplitude lifts the ratio to 900/50 at once.
    #expect(feed.transitions.map(\.index) == [1_099, 2_001, 2_019])
    #expect(
      feed.transitions.map(\.transition) == [
        .armed, .pending(onsetSampleIndex: 2_000), .confirmed(onsetSampleIndex: 2_000),
      ])
    #expect(feed.trigger.isTriggered)
  }

  @Test func oneSampleOverTheThresholdIsNoOnset() throws {
    var feed = try Feed { $0.shortTermMilliseconds = 10 }
    feed.play(2_000, counts: 100)
    feed.play(1, counts: 10_000, picometres: Self.strong)
    feed.play(500, counts: 100)
    #expect(feed.transitions.map(\.transition) == [.armed])
  }

  @Test func endsAfterASecondOfQuietAndHoldsOff() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(300, counts: 3_000, picometres: Self.strong)
    feed.play(2_000, counts: 100)
    let last = feed.transitions.suffix(2)
    #expect(last.map(\.transition) == [.detriggered, .armed])
    #expect(try #require(last.last).index - #require(last.first).index == 1_000)
    // The LTA was frozen at the noise before: the same burst triggers again at once.
    feed.play(30, counts: 3_000, picometres: Self.strong)
    #expect(feed.transitions.last?.transition == .confirmed(onsetSampleIndex: 4_300))
  }

  @Test func aTriggerOfAMinuteIsForcedOffAndWarmsUpToTheNewLevel() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(10_000, counts: 3_000, picometres: Self.strong)
    let transitions = feed.transitions.map(\.transition)
    #expect(
      transitions == [
        .armed, .pending(onsetSampleIndex: 2_000), .confirmed(onsetSampleIndex: 2_000),
        .forcedOff, .armed,
      ])
    #expect(feed.transitions[3].index == 2_019 + 6_000)
    #expect(feed.transitions[4].index == 2_019 + 6_000 + 1_100)
  }

  @Test(arguments: [
    (Int64(500_000), Trigger.RejectionReason.accelerationRangeTooSmall),
    (Int64(2_000_000), .accelerationTooSmall), (Int64(20_000_000_000_000), .velocityOutOfRange),
  ])
  func motionThatCannotBeAPWaveIsRejected(
    picometres: Int64, reason: Trigger.RejectionReason
  ) throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(50, counts: 3_000, picometres: picometres)
    #expect(
      feed.transitions.last?.transition == .rejected(onsetSampleIndex: 2_000, reason: reason))
    // An earthquake right behind it is not missed.
    feed.play(20, counts: 10_000, picometres: Self.strong)
    #expect(feed.transitions.last?.transition == .confirmed(onsetSampleIndex: 2_050))
  }

  @Test func anEmergentOnsetIsPickedWhereItBegan() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(30, counts: 3_000, picometres: 500_000)
    feed.play(1, counts: 3_000, picometres: Self.strong)
    #expect(feed.transitions.last?.index == 2_030)
    #expect(feed.transitions.last?.transition == .confirmed(onsetSampleIndex: 2_000))
  }

  @Test func aWeakOnsetIsConfirmedOnceItHasLasted() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    // Ten times the noise's energy: the ratio is 8 after half a second, and never 15.
    feed.play(100, counts: 370, picometres: Self.strong)
    let last = try #require(feed.transitions.last)
    #expect(last.transition == .confirmed(onsetSampleIndex: try feed.pendingOnset()))
    #expect(last.index == (try feed.pendingOnset()) + 49)
  }

  @Test func aFlutterOfTheNoiseIsNoPWave() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(30, counts: 370, picometres: Self.strong)
    feed.play(60, counts: 100, picometres: Self.strong)
    let onset = try feed.pendingOnset()
    let last = try #require(feed.transitions.last)
    #expect(last.transition == .rejected(onsetSampleIndex: onset, reason: .ratioTooSmall))
    #expect(last.index == onset + 49)
    #expect(feed.trigger.isArmed)
  }

  @Test func itIsBusyFromTheConfirmationUntilItIsArmedAgain() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    #expect(!feed.trigger.isBusy)
    feed.play(10, counts: 3_000, picometres: Self.strong)
    #expect(!feed.trigger.isBusy && feed.trigger.isTriggered)
    feed.play(290, counts: 3_000, picometres: Self.strong)
    #expect(feed.trigger.isBusy)
    feed.play(1_000, counts: 100)
    #expect(feed.trigger.isBusy && !feed.trigger.isTriggered)
    feed.play(1_000, counts: 100)
    #expect(!feed.trigger.isBusy && feed.trigger.isArmed)
    // Forced off after a minute, it warms up again and is busy until then.
    feed.play(6_200, counts: 3_000, picometres: Self.strong)
    #expect(feed.trigger.isBusy && !feed.trigger.isTriggered && !feed.trigger.isArmed)
    feed.trigger.rearm()
    #expect(!feed.trigger.isBusy)
  }

  @Test(arguments: [0, 500])
  func anEarthquakeBehindASmallOneIsPicked(quietSampleCount: Int) throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(400, counts: 1_000, picometres: Self.strong)
    // Still triggered without quiet in between, in hold-off with it.
    feed.play(quietSampleCount, counts: 100)
    feed.play(40, counts: 100_000, picometres: Self.strong)
    let onset = Int64(2_400 + quietSampleCount)
    #expect(feed.transitions.last?.transition == .confirmed(onsetSampleIndex: onset))
  }

  @Test func anSWaveTenTimesAsStrongIsNoOtherEarthquake() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(400, counts: 1_000, picometres: Self.strong)
    feed.play(400, counts: 10_000, picometres: Self.strong)
    #expect(feed.transitions.count == 3)
    #expect(feed.transitions.last?.transition == .confirmed(onsetSampleIndex: 2_002))
  }

  @Test func withoutLimitsOnlyTheShapeCounts() throws {
    var feed = try Feed { $0.confirmationLimits = nil }
    feed.play(2_000, counts: 100)
    feed.play(20, counts: 3_000)
    #expect(feed.transitions.last?.transition == .confirmed(onsetSampleIndex: 2_000))
  }

  @Test func aMaskedVerticalIsNoPWave() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(20, counts: 3_000, picometres: Self.strong, masked: .vertical)
    #expect(
      feed.transitions.last?.transition == .rejected(onsetSampleIndex: 2_000, reason: .masked))
  }

  @Test func rearmingForgetsEverything() throws {
    var feed = try Feed()
    feed.play(2_000, counts: 100)
    feed.play(50, counts: 3_000, picometres: Self.strong)
    feed.trigger.rearm()
    #expect(!feed.trigger.isTriggered && !feed.trigger.isArmed)
    let before = feed.transitions.count
    feed.play(1_099, counts: 3_000, picometres: Self.strong)
    #expect(feed.transitions.count == before)
    feed.play(1, counts: 3_000, picometres: Self.strong)
    #expect(feed.transitions.last?.transition == .armed)
  }

  @Test func impossibleSettingsAreNamed() {
    var parameters = Trigger.Parameters(sampleRate: SampleRate(microhertz: 20_000_000))
    parameters.shortTermMilliseconds = 20
    #expect(throws: TriggeringError.self) { try Trigger(parameters) }
    parameters.shortTermMilliseconds = 500
    parameters.longestConfirmMilliseconds = 100
    #expect(throws: TriggeringError.self) { try Trigger(parameters) }
    parameters.longestConfirmMilliseconds = 500
    parameters.sustainThresholdQ8 = 256 * 256
    #expect(throws: TriggeringError.self) { try Trigger(parameters) }
    parameters.sustainThresholdQ8 = 8 * 256
    parameters.triggerThresholdQ8 = 256 * 256
    #expect {
      try Trigger(parameters)
    } throws: { error in
      (error as? TriggeringError)?.message.contains("trigger.triggerThresholdRatio: 65536") == true
    }
  }
}
