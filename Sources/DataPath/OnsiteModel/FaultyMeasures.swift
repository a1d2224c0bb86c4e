import FixedPoint
package import SeismicTypes

/// What each fault of a window's measures adds to an estimate's standard deviations, thousandths.
///
/// Measured by spoiling clean training records and comparing what is predicted from 0.5 to 5 s with the
/// prediction from the intact record: the root mean square of the change.
package struct FaultSpreads: BitwiseCopyable, Sendable {
  /// Of log10 PGV and of magnitude.
  package struct Pair: BitwiseCopyable, Sendable {
    package var pgv: Int64
    package var magnitude: Int64

    @_noAllocation @_noLocks
    package init(_ pgv: Int64, _ magnitude: Int64) {
      self.pgv = pgv
      self.magnitude = magnitude
    }

    @_noAllocation @_noLocks
    mutating func addSquare(of other: Pair) {
      pgv &+= other.pgv &* other.pgv
      magnitude &+= other.magnitude &* other.magnitude
    }
  }

  package var gap: Pair
  package var clipped: Pair
  package var oneHorizontal: Pair
  package var noHorizontal: Pair

  /// Of the linear fallback, 411 records.
  ///
  /// - A gap of five samples, bridged by a straight line: PGV 150, magnitude 260. More gaps in one
  ///   window add more; three in 2 s make it 240 and 410.
  /// - Counts clipped at a quarter of the window's peak: PGV 220, magnitude 330, its mean 0.17 too low
  ///   for PGV: a lower bound. At half of the peak the change is 90 and 210, at three quarters 40 and 100.
  /// - No horizontal: PGV 0, magnitude 200. One horizontal: PGV 0, magnitude 70. The lines for PGV read
  ///   the vertical only; the largest velocity of the components is a feature of the magnitude.
  package static var lines: FaultSpreads {
    @_noAllocation @_noLocks get {
      FaultSpreads(
        gap: Pair(150, 260), clipped: Pair(220, 330), oneHorizontal: Pair(0, 70),
        noHorizontal: Pair(0, 200))
    }
  }

  /// Of `Boards/models/onsite-1.tflite`, and taken for any network: 437 records, by
  /// `Tools/training/fault_spread.py`.
  ///
  /// - A gap: PGV 137, magnitude 283; three in 2 s 191 and 389.
  /// - Clipped at a quarter of the peak: PGV 283, 273 and 242 in windows of 1, 3 and 5 s, magnitude 358,
  ///   426 and 441; PGV is 0.22 to 0.17 too low, and the odds of an earthquake fall by a factor of 3 to 10.
  ///   At half of the peak 139 and 256, at three quarters 64 and 130.
  /// - No horizontal: PGV 98, magnitude 377, its mean 0.26 too large. One horizontal: 31 and 100.
  package static var network: FaultSpreads {
    @_noAllocation @_noLocks get {
      FaultSpreads(
        gap: Pair(140, 280), clipped: Pair(270, 410), oneHorizontal: Pair(30, 100),
        noHorizontal: Pair(100, 380))
    }
  }
}

/// What was wrong with the measures of a window, and how much less sure its estimate is for it.
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
  package func widen(_ estimate: inout Estimate, by spreads: FaultSpreads) {
    var variance = FaultSpreads.Pair(0, 0)
    if containsGap { variance.addSquare(of: spreads.gap) }
    if isClipped { variance.addSquare(of: spreads.clipped) }
    switch horizontalCount {
    case 0: variance.addSquare(of: spreads.noHorizontal)
    case 1: variance.addSquare(of: spreads.oneHorizontal)
    default: break
    }
    estimate.pgvLog10.sigma = Self.sum(estimate.pgvLog10.sigma, variance.pgv)
    estimate.magnitude.sigma = Self.sum(estimate.magnitude.sigma, variance.magnitude)
  }

  /// √(sigma² + variance), rounded down; sigma below 2¹⁵.
  @_noAllocation @_noLocks
  private static func sum(_ sigma: Int32, _ variance: Int64) -> Int32 {
    guard variance > 0 else { return sigma }
    let total = Int64(sigma) &* Int64(sigma) &+ variance
    return Int32(truncatingIfNeeded: squareRoot(UInt128(truncatingIfNeeded: total)))
  }
}
