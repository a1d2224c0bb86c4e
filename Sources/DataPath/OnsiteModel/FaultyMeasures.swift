import FixedPoint
package import SeismicTypes

/// What was wrong with the measures of a window, and how much less sure its estimate is for it.
///
/// The spread that each fault adds was measured on the 411 clean training records, by spoiling them and
/// comparing what the lines predict from 0.5 to 5 s (root mean square of the change, thousandths):
///
/// - A gap of five samples, bridged by a straight line: PGV 150, magnitude 260. More gaps in one
///   window add more; three in 2 s make it 240 and 410.
/// - Counts clipped at a quarter of the window's peak: PGV 220, magnitude 330, its mean 0.17 too low
///   for PGV: a lower bound. At half of the peak the change is 90 and 210, at three quarters 40 and 100.
/// - No horizontal: PGV 0, magnitude 200. One horizontal: PGV 0, magnitude 70. The lines for PGV read
///   the vertical only; the largest velocity of the components is a feature of the magnitude.
package struct FaultyMeasures: BitwiseCopyable, Sendable {
  package var isClipped: Bool
  package var containsGap: Bool
  /// How many horizontal components measure: 0…2.
  package var horizontalCount: Int32

  @_noAllocation @_noLocks
  package init(_ window: PWaveWindow, horizontalCount: Int32 = 2) {
    isClipped = window.isClipped
    containsGap = window.containsGap
    self.horizontalCount = horizontalCount
  }

  /// Adds the faults' variances to the estimate's.
  @_noAllocation @_noLocks
  package func widen(_ estimate: inout Estimate) {
    var pgvVariance: Int64 = 0
    var magnitudeVariance: Int64 = 0
    if containsGap {
      pgvVariance &+= 150 &* 150
      magnitudeVariance &+= 260 &* 260
    }
    if isClipped {
      pgvVariance &+= 220 &* 220
      magnitudeVariance &+= 330 &* 330
    }
    switch horizontalCount {
    case 0: magnitudeVariance &+= 200 &* 200
    case 1: magnitudeVariance &+= 70 &* 70
    default: break
    }
    estimate.pgvLog10.sigma = Self.sum(estimate.pgvLog10.sigma, pgvVariance)
    estimate.magnitude.sigma = Self.sum(estimate.magnitude.sigma, magnitudeVariance)
  }

  /// √(sigma² + variance), rounded down; sigma below 2¹⁵.
  @_noAllocation @_noLocks
  private static func sum(_ sigma: Int32, _ variance: Int64) -> Int32 {
    guard variance > 0 else { return sigma }
    let total = Int64(sigma) &* Int64(sigma) &+ variance
    return Int32(truncatingIfNeeded: squareRoot(UInt128(truncatingIfNeeded: total)))
  }
}
