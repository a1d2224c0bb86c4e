package import SeismicTypes

/// Predicts PGV and magnitude from one P-wave window by a linear model of log10 features.
///
/// One line per window from 0.5 to 10 s, fitted on the training records with this very chain
/// (`Tools/training/fit_linear.py`); longer windows use the 10 s line. Integer arithmetic only. It is
/// the station's fallback where no learned model is loaded, and the baseline such a model must beat.
package struct LinearEstimator: BitwiseCopyable, Sendable {
  @_noAllocation @_noLocks
  package init() {}

  /// The estimate of a window; the mean PGV is never below the PGV observed so far.
  ///
  /// The linear model tells no distance and cannot tell an earthquake from anything else: its
  /// probability of one is 1000.
  @_noAllocation @_noLocks
  package func estimate(_ window: PWaveWindow) -> Estimate {
    let features = LogarithmicFeatures(window)
    let index = Self.lineIndex(windowMilliseconds: window.windowMilliseconds)
    let pgvLine = LinearCoefficients.pgv(at: index)
    let magnitudeLine = LinearCoefficients.magnitude(at: index)
    let predicted = pgvLine.value(of: features)
    let observed = features.observedPgvThousandths()
    return Estimate(
      pgvLog10: Thousandths(
        mean: predicted < observed ? observed : predicted, sigma: pgvLine.sigmaThousandths),
      magnitude: Thousandths(
        mean: magnitudeLine.value(of: features), sigma: magnitudeLine.sigmaThousandths),
      distanceLog10: nil, earthquakeProbabilityThousandths: 1000)
  }

  /// Whether the window's Pd, Pv or Pa lies outside what the lines were fitted on.
  @_noAllocation @_noLocks
  package func isOutsideTrainingRange(_ window: PWaveWindow) -> Bool {
    let range = LinearCoefficients.trainingRange
    return window.pdPicometres < range.lowest.pdPicometres
      || window.pdPicometres > range.highest.pdPicometres
      || window.pvPicometresPerSecond < range.lowest.pvPicometresPerSecond
      || window.pvPicometresPerSecond > range.highest.pvPicometresPerSecond
      || window.paPicometresPerSecondSquared < range.lowest.paPicometresPerSecondSquared
      || window.paPicometresPerSecondSquared > range.highest.paPicometresPerSecondSquared
  }

  /// The line of a window: 0 for 0.5 s … 19 for 10 s and beyond.
  @_noAllocation @_noLocks
  static func lineIndex(windowMilliseconds: Int32) -> Int {
    let index = Int(windowMilliseconds) / 500 &- 1
    return index < 0 ? 0 : (index > 19 ? 19 : index)
  }
}
