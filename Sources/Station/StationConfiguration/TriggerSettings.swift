/// The object `trigger` of a station file: STA/LTA, confirmation and re-arming.
///
/// The defaults are the ones for a station that must warn of local earthquakes.
package struct TriggerSettings: Equatable, Sendable {
  /// How the trigger compares the newest motion with what came before.
  package enum Algorithm: String, Equatable, Sendable {
    case recursive
    case classic
    case delayed
    case allen
  }

  package var algorithm = Algorithm.recursive
  package var shortTermSeconds = 0.5
  package var longTermSeconds = 10.0
  /// STA/LTA on energy at or above which the trigger turns on.
  package var triggerThresholdRatio = 5.0
  /// STA/LTA on energy below which it turns off.
  package var detriggerThresholdRatio = 1.5
  package var bandLowHertz = 2.0
  /// Upper edge of the trigger's band; the station takes min(this, 0.4 × sample rate).
  package var bandHighHertz = 10.0
  package var consecutiveSamplesCount = 2
  /// Root mean square of the band-passed counts below which the LTA is not believed.
  package var minimumLongTermCounts = 1.0

  package var confirmSeconds = 0.2
  /// STA/LTA at which an onset is confirmed as soon as `confirmSeconds` have passed.
  package var confirmThresholdRatio = 15.0
  /// How long a weaker onset may take, and the STA/LTA that it must show by then.
  package var longestConfirmSeconds = 0.5
  package var sustainThresholdRatio = 8.0
  /// Whether an onset must also pass the thresholds in physical units below.
  package var absoluteConfirmation = true
  package var confirmAccelerationRangeCentimetresPerSecondSquared = 0.00022
  package var confirmMinimumPdLog10Centimetres = -6.5
  package var confirmMaximumPdLog10Centimetres = 3.5
  package var confirmMinimumPvLog10CentimetresPerSecond = -6.5
  package var confirmMaximumPvLog10CentimetresPerSecond = 3.0
  package var confirmMinimumPaLog10CentimetresPerSecondSquared = -3.5
  /// Largest horizontal to vertical velocity ratio of a P wave; nil leaves the test out.
  package var confirmMaximumHorizontalToVerticalRatio: Double?

  /// Ratio of the horizontals' STA/LTA from which they agree with a pick on the vertical.
  package var horizontalThresholdRatio = 3.0
  /// How far apart onsets of components and sensors that agree may lie.
  package var agreementSeconds = 0.5

  package var detriggerSeconds = 1.0
  package var maximumTriggeredSeconds = 60.0
  package var holdOffSeconds = 10.0
  package var warmUpSeconds = 11.0
  package var gapToleranceSamples = 5
  /// Time constant of the running mean that is taken from each component.
  package var baselineSeconds = 60.0

  package init() {}
}
