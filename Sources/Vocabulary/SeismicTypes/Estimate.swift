/// A mean and its standard deviation, both in thousandths of the quantity's unit.
package struct Thousandths: BitwiseCopyable, Equatable, Sendable {
  package var mean: Int32
  package var sigma: Int32

  @_noAllocation @_noLocks
  package init(mean: Int32, sigma: Int32) {
    self.mean = mean
    self.sigma = sigma
  }
}

/// What an estimator predicts from one P-wave window.
package struct Estimate: BitwiseCopyable, Equatable, Sendable {
  /// log10 of PGV in cm/s.
  package var pgvLog10: Thousandths
  package var magnitude: Thousandths
  /// log10 of hypocentral distance in km; absent when the estimator gives none.
  package var distanceLog10: Thousandths?
  package var earthquakeProbabilityThousandths: Int32
  /// Whether the window lies outside what the estimator was fitted on.
  package var isOutsideTrainingRange = false

  @_noAllocation @_noLocks
  package init(
    pgvLog10: Thousandths, magnitude: Thousandths, distanceLog10: Thousandths?,
    earthquakeProbabilityThousandths: Int32
  ) {
    self.pgvLog10 = pgvLog10
    self.magnitude = magnitude
    self.distanceLog10 = distanceLog10
    self.earthquakeProbabilityThousandths = earthquakeProbabilityThousandths
  }
}
