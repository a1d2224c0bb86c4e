/// The object `policy` of a station file: which results become messages.
///
/// Levels always mean PGV ≥ 1, 3.4, 8.18 and 31 cm/s; only the probability each needs is set here.
package struct PolicySettings: Equatable, Sendable {
  package var lightProbability = 0.5
  package var moderateProbability = 0.5
  package var strongProbability = 0.5
  package var severeProbability = 0.5
  /// What each level needs beyond its probability in windows under 3 s.
  package var earlyProbabilityIncrease = 0.0
  /// The probability of an earthquake below which nothing predicted raises a level.
  package var minimumEarthquakeProbability = 0.5
  /// The same for levels 3 and 4.
  package var strongEarthquakeProbability = 0.5
  /// Change of log10 PGV that makes a new estimate worth sending.
  package var estimateStepPgvLog10 = 0.1
  /// Change of magnitude that makes a new estimate worth sending.
  package var estimateStepMagnitude = 0.1
  /// While an event is open, an estimate goes out at least this often.
  package var estimateIntervalSeconds = 10.0
  package var heartbeatSeconds = 10.0
  /// Consecutive samples over a level's threshold that raise it by observation.
  package var observedConsecutiveSamples = 3
  /// An event closes after shaking has been below level 1 for this long.
  package var quietSeconds = 30.0
  /// A cancel is sent only this long after the onset.
  package var cancelWindowSeconds = 10.0

  package init() {}

  /// The settings where the station file says nothing.
  ///
  /// With a learned model the rule is the one that its cross-validation settled (the card of
  /// `Boards/models/onsite-1.tflite`); the linear fallback states wider spreads and needs one half.
  package init(hasModel: Bool) {
    guard hasModel else { return }
    strongProbability = 0.55
    severeProbability = 0.55
    earlyProbabilityIncrease = 0.2
    minimumEarthquakeProbability = 0.02
    strongEarthquakeProbability = 0.2
  }
}
