import FixedPoint

/// An activity concentration of radon with the uncertainty of its counting, in mBq/m³.
package struct ActivityConcentration: Equatable, Sendable {
  package var millibecquerelsPerCubicMetre: Int64
  /// One standard deviation.
  package var sigmaMillibecquerelsPerCubicMetre: Int64

  /// C = (N − B) / (kT) and σ = √(N + B·T/T_B) / (kT), B scaled from a run without radon.
  ///
  /// - Parameters:
  ///   - counts: N after the correction for dead time.
  ///   - seconds: T, positive.
  ///   - sensitivity: k and B.
  package init(counts: CorrectedCounts, seconds: Int64, sensitivity: RadonSensitivity) {
    let background = sensitivity.backgroundCountsQ16(inSeconds: seconds)
    // k·T in 10⁻⁶ counts per Bq/m³, times 3600: what turns counts into mBq/m³ by 3.6 · 10¹².
    let divisor = Int128(sensitivity.microcountsPerHourPerBecquerel) * Int128(seconds) << 16
    let net = Int128(counts.countsQ16 - background) * 3_600_000_000_000
    millibecquerelsPerCubicMetre = Int64(clamping: net / divisor)
    var variance = Int128(counts.varianceQ16)
    if sensitivity.backgroundSeconds > 0 {
      variance += Int128(background) * Int128(seconds) / Int128(sensitivity.backgroundSeconds)
    }
    let deviationQ16 = squareRoot(UInt128(max(variance, 0)) << 16)
    sigmaMillibecquerelsPerCubicMetre = Int64(
      clamping: Int128(deviationQ16) * 3_600_000_000_000 / divisor)
  }
}

/// How a radon detector answers.
package struct RadonSensitivity: Equatable, Sendable {
  /// k: 10⁻⁶ counts an hour per Bq/m³, positive.
  package var microcountsPerHourPerBecquerel: Int64
  /// A run without radon: what was counted in how many seconds; none where seconds are 0.
  package var backgroundCounts: Int64 = 0
  package var backgroundSeconds: Int64 = 0

  package init(microcountsPerHourPerBecquerel: Int64) {
    self.microcountsPerHourPerBecquerel = max(1, microcountsPerHourPerBecquerel)
  }

  /// B: the counts without radon in a time, Q16.
  func backgroundCountsQ16(inSeconds seconds: Int64) -> Int64 {
    guard backgroundSeconds > 0 else { return 0 }
    return Int64(
      clamping: (Int128(backgroundCounts) * Int128(seconds) << 16) / Int128(backgroundSeconds))
  }
}
