internal import FixedPoint
internal import SeismicTypes

extension AlertPolicy {
  /// Raises the predicted level to the highest whose threshold PGV is probable enough to reach.
  ///
  /// P(PGV ≥ threshold) = 1 − Φ((log threshold − mean) / sigma), z in Q8 rounded toward zero. From the
  /// P wave of a distant earthquake no more than light shaking is predicted, for the estimators know
  /// near ones only; nor while the displacement is no more than the sensor's noise, on which the
  /// estimators rest most.
  @_noAllocation @_noLocks
  func raisePredictedLevel(of current: inout OpenEvent, by estimate: Estimate) {
    var level = predictedLevel(
      of: estimate, windowMilliseconds: current.window.windowMilliseconds)
    if current.window.isTeleseismSuspected || current.window.maskedFeatures.has(.pd) {
      if level > AlertLevel.light { level = .light }
    }
    if level > current.predictedLevel { current.predictedLevel = level }
  }

  /// The highest level whose threshold PGV an estimate makes probable enough; none of what is probably
  /// no earthquake.
  @_noAllocation @_noLocks
  func predictedLevel(of estimate: Estimate, windowMilliseconds: Int32) -> AlertLevel {
    guard isProbable(estimate) else { return .none }
    if estimate.earthquakeProbabilityThousandths
      >= parameters.strongEarthquakeProbabilityThousandths
    {
      if reaches(.severe, estimate, windowMilliseconds) { return .severe }
      if reaches(.strong, estimate, windowMilliseconds) { return .strong }
    }
    if reaches(.moderate, estimate, windowMilliseconds) { return .moderate }
    return reaches(.light, estimate, windowMilliseconds) ? .light : .none
  }

  /// Whether an estimate is probably an earthquake's.
  @_noAllocation @_noLocks
  func isProbable(_ estimate: Estimate) -> Bool {
    estimate.earthquakeProbabilityThousandths >= parameters.minimumEarthquakeProbabilityThousandths
  }

  @_noAllocation @_noLocks
  private func reaches(
    _ level: AlertLevel, _ estimate: Estimate, _ windowMilliseconds: Int32
  ) -> Bool {
    let sigma = Int64(estimate.pgvLog10.sigma > 0 ? estimate.pgvLog10.sigma : 1)
    let distanceMillionths =
      level.thresholdLog10Millionths() &- Int64(estimate.pgvLog10.mean) &* 1000
    let probability = exceedanceProbabilityThousandths(
      zQ8: saturated(distanceMillionths &* 256 / (sigma &* 1000), to: 1 << 20))
    return probability
      >= parameters.probabilityThousandths(for: level, windowMilliseconds: windowMilliseconds)
  }

  /// Whether the estimate has moved by more than a step since it was last reported, or is the first
  /// where none was.
  @_noAllocation @_noLocks
  func hasChanged(_ current: OpenEvent) -> Bool {
    guard let now = current.currentEstimate() else { return false }
    guard let reported = current.reported else { return true }
    let pgv = now.pgvLog10.mean &- reported.pgvLog10.mean
    let magnitude = now.magnitude.mean &- reported.magnitude.mean
    return Self.exceeds(pgv, parameters.estimateStepPgvLog10Thousandths)
      || Self.exceeds(magnitude, parameters.estimateStepMagnitudeThousandths)
  }

  @_noAllocation @_noLocks
  private static func exceeds(_ change: Int32, _ step: Int32) -> Bool {
    change > step || change < 0 &- step
  }
}

extension OpenEvent {
  /// The newest estimate, its PGV never below what has been observed since.
  @_noAllocation @_noLocks
  func currentEstimate() -> Estimate? {
    guard var now = estimate else { return nil }
    let observed = log10Thousandths(picometres: peaks.pgvPicometresPerSecond)
    if observed > now.pgvLog10.mean { now.pgvLog10.mean = observed }
    return now
  }
}

/// log10 of a value in centimetres (or cm/s, cm/s²) given in picometres, in thousandths, rounded to
/// nearest; zero and below count as one picometre.
@_noAllocation @_noLocks
func log10Thousandths(picometres: Int64) -> Int32 {
  let logarithmQ24 = Int64(log10Q24(UInt128(truncatingIfNeeded: picometres > 0 ? picometres : 1)))
  return Int32(truncatingIfNeeded: roundedShift(logarithmQ24 &* 1000, right: 24) &- 10_000)
}
