/// Counts as they would have been without dead time.
package struct CorrectedCounts: Equatable, Sendable {
  package var countsQ16: Int64
  /// Of the corrected counts, Q16.
  package var varianceQ16: Int64

  /// n = m/(1 − mτ) for a dead time that a pulse does not prolong (Knoll, Radiation Detection and
  /// Measurement, 4.VII); the variance of the count N grows to N/(1 − mτ)⁴.
  ///
  /// - Parameters:
  ///   - counted: N, the pulses seen.
  ///   - nanoseconds: How long they were counted, below 2⁵².
  ///   - deadNanoseconds: τ; where pulses were dead for half of the time and more no correction
  ///     holds, and there are no counts.
  package init?(counted: Int64, nanoseconds: Int64, deadNanoseconds: Int64) {
    let (dead, overflow) = counted.multipliedReportingOverflow(by: deadNanoseconds)
    guard counted >= 0, !overflow, nanoseconds > 0, dead < nanoseconds / 2 else { return nil }
    let alive = Int128(nanoseconds - dead)
    let total = Int128(nanoseconds)
    let corrected = (Int128(counted) << 16) * total / alive
    countsQ16 = Int64(clamping: corrected)
    let once = corrected * total / alive
    varianceQ16 = Int64(clamping: once * total / alive * total / alive)
  }
}
