import FixedPoint

/// The sums of two windows at one sample and the decisions they allow.
struct EnergySums: BitwiseCopyable {
  private let shortTermSum: Int64
  private let longTermSum: Int64
  private let shortTermSampleCount: Int64
  private let longTermSampleCount: Int64
  private let isReady: Bool

  /// - Parameters:
  ///   - shortTerm: The short window.
  ///   - longTerm: The long window.
  ///   - longTermFloorSum: What the long window's sum counts as at least; at least 1.
  ///   - isReady: Whether the windows have filled; before, the ratio counts as 0.
  @_noAllocation @_noLocks
  init(shortTerm: EnergyWindow, longTerm: EnergyWindow, longTermFloorSum: Int64, isReady: Bool) {
    shortTermSum = shortTerm.energySum
    longTermSum = longTerm.energySum < longTermFloorSum ? longTermFloorSum : longTerm.energySum
    shortTermSampleCount = shortTerm.capacity
    longTermSampleCount = longTerm.capacity
    self.isReady = isReady
  }

  /// Whether the ratio of the means reaches the threshold: short sum × L × 256 ≥ threshold × long
  /// sum × S, exact in 128 bits.
  @_noAllocation @_noLocks
  func isRatioAtLeast(thresholdQ8: Int64) -> Bool {
    guard isReady else { return false }
    return product(shortTermSum, longTermSampleCount &* 256)
      >= product(longTermSum, shortTermSampleCount &* thresholdQ8)
  }

  /// The mean energy of the short window, counts² × 2¹⁶, rounded down to whole counts².
  @_noAllocation @_noLocks
  func shortTermAverageQ16() -> Int64 { (shortTermSum / shortTermSampleCount) &<< 16 }

  /// The ratio in thousandths, rounded toward zero: for pictures and logs.
  func ratioThousandths() -> Int64 {
    guard isReady else { return 0 }
    let divisor = product(longTermSum, shortTermSampleCount)
    return Int64(clamping: product(shortTermSum, longTermSampleCount) * 1000 / divisor)
  }
}
