import StationConfiguration
import Testing

/// Operators rely on what the key table documents: a changed default is a changed station.
@Suite("The documented defaults")
struct DefaultsTests {
  @Test("of the trigger")
  func trigger() {
    let settings = TriggerSettings()
    #expect(settings.algorithm == .recursive)
    #expect(settings.shortTermSeconds == 0.5)
    #expect(settings.longTermSeconds == 10)
    #expect(settings.triggerThresholdRatio == 5)
    #expect(settings.detriggerThresholdRatio == 1.5)
    #expect(settings.bandLowHertz == 2)
    #expect(settings.bandHighHertz == 10)
    #expect(settings.consecutiveSamplesCount == 2)
    #expect(settings.confirmSeconds == 0.2)
    #expect(settings.horizontalThresholdRatio == 3)
    #expect(settings.agreementSeconds == 0.5)
    #expect(settings.confirmThresholdRatio == 15)
    #expect(settings.longestConfirmSeconds == 0.5)
    #expect(settings.sustainThresholdRatio == 8)
    #expect(settings.confirmMinimumPaLog10CentimetresPerSecondSquared == -3.5)
    #expect(settings.maximumTriggeredSeconds == 60)
    #expect(settings.holdOffSeconds == 10)
    #expect(settings.warmUpSeconds == 11)
    #expect(settings.gapToleranceSamples == 5)
    #expect(settings.baselineSeconds == 60)
  }

  @Test("of the policy")
  func policy() {
    let settings = PolicySettings()
    #expect(
      [
        settings.lightProbability, settings.moderateProbability, settings.strongProbability,
        settings.severeProbability,
      ] == [0.5, 0.5, 0.5, 0.5])
    #expect(settings.estimateIntervalSeconds == 10)
    #expect(settings.heartbeatSeconds == 10)
    #expect(settings.observedConsecutiveSamples == 3)
    #expect(settings.quietSeconds == 30)
    #expect(settings.cancelWindowSeconds == 10)
  }
}
