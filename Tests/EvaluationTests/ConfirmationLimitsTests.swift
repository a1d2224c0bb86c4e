import SeismicTypes
import StationConfiguration
import StationRuntime
import Testing
import Triggering

/// The limits of a confirmed onset, from the station file's logarithms to the path's picometres.
struct ConfirmationLimitsTests {
  private func limits(
    _ change: (inout TriggerSettings) -> Void
  ) throws -> Trigger.ConfirmationLimits? {
    let setup = try StationSetup(
      readingFrom: SharedData.root + "/Tests/Fixtures/stations/linear.json")
    var station = setup.station
    change(&station.trigger)
    let source = try #require(setup.board.sources.first)
    return try PipelinePlan.parameters(
      for: source, of: station, sampleRate: SampleRate(microhertz: 100_000_000)
    ).trigger.confirmationLimits
  }

  @Test func theDefaultsOfFileAndTriggerAgree() throws {
    let found = try #require(try limits { _ in })
    let expected = Trigger.ConfirmationLimits()
    #expect(
      found.minimumAccelerationRangePicometresPerSecondSquared
        == expected.minimumAccelerationRangePicometresPerSecondSquared)
    let pairs = [
      (found.minimumPaPicometresPerSecondSquared, expected.minimumPaPicometresPerSecondSquared),
      (found.minimumPvPicometresPerSecond, expected.minimumPvPicometresPerSecond),
      (found.maximumPvPicometresPerSecond, expected.maximumPvPicometresPerSecond),
      (found.minimumPdPicometres, expected.minimumPdPicometres),
      (found.maximumPdPicometres, expected.maximumPdPicometres),
    ]
    for (value, truth) in pairs {
      #expect(abs(Double(value) / Double(truth) - 1) < 2e-5)
    }
    #expect(found.maximumHorizontalRatioQ8 == nil)
  }

  @Test func settingsReachTheTrigger() throws {
    let found = try #require(
      try limits {
        $0.confirmMinimumPaLog10CentimetresPerSecondSquared = 0
        $0.confirmMaximumHorizontalToVerticalRatio = 0.95
      })
    #expect(abs(found.minimumPaPicometresPerSecondSquared - 10_000_000_000) < 3_000)
    #expect(found.maximumHorizontalRatioQ8 == 243)
    #expect(try limits { $0.absoluteConfirmation = false } == nil)
  }
}
