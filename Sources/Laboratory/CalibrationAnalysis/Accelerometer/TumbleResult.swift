/// What either fit of an accelerometer gives.
struct TumbleResult {
  let offsetCounts: [Double]
  let offsetUncertaintyCounts: [Double]
  let sensitivityCountsPerUnit: [Double]
  let sensitivityUncertaintyPerUnit: [Double]
  let crossAxisRatios: [[Double]]
  let crossAxisUncertaintyRatios: [[Double]]
  /// Shape [positionCount][1 or channelCount], m/s².
  let residuals: [[Double]]
  let expectedDeviations: [[Double]]
  let reducedChiSquare: Double?

  init(_ fit: TumbleFit) {
    offsetCounts = fit.offsetCounts
    offsetUncertaintyCounts = fit.offsetUncertaintyCounts
    sensitivityCountsPerUnit = fit.sensitivityCountsPerUnit
    sensitivityUncertaintyPerUnit = fit.sensitivityUncertaintyPerUnit
    crossAxisRatios = fit.crossAxisRatios
    crossAxisUncertaintyRatios = fit.crossAxisUncertaintyRatios
    residuals = fit.residuals
    expectedDeviations = fit.expectedDeviations
    reducedChiSquare = fit.reducedChiSquare
  }

  init(_ fit: EllipsoidFit) {
    offsetCounts = fit.offsetCounts
    offsetUncertaintyCounts = fit.offsetUncertaintyCounts
    sensitivityCountsPerUnit = fit.sensitivityCountsPerUnit
    sensitivityUncertaintyPerUnit = fit.sensitivityUncertaintyPerUnit
    crossAxisRatios = fit.crossAxisRatios
    crossAxisUncertaintyRatios = fit.crossAxisUncertaintyRatios
    residuals = fit.residuals.map { [$0] }
    expectedDeviations = fit.expectedDeviations.map { [$0] }
    reducedChiSquare = fit.reducedChiSquare
  }
}
