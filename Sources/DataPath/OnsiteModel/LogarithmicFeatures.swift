import FixedPoint
import SeismicTypes

/// The features of a window as base-10 logarithms in Q8.24, units cm and s.
///
/// A feature that is zero counts as 10⁻⁶ (cm, cm/s, cm/s²), far below any trained value; τc then
/// counts as 1 s.
struct LogarithmicFeatures: BitwiseCopyable, Equatable {
  let pdQ24: Int64
  let pvQ24: Int64
  let paQ24: Int64
  let tauCQ24: Int64
  /// The largest velocity of any component so far, counted as at least Pv.
  let largestVelocityQ24: Int64
  /// The largest velocity of any component so far.
  let observedPgvQ24: Int64

  @_noAllocation @_noLocks
  init(_ window: PWaveWindow) {
    pdQ24 = Self.centimetreLog10Q24(window.pdPicometres)
    pvQ24 = Self.centimetreLog10Q24(window.pvPicometresPerSecond)
    paQ24 = Self.centimetreLog10Q24(window.paPicometresPerSecondSquared)
    tauCQ24 =
      window.tauCMicroseconds > 0
      ? Int64(log10Q24(UInt128(truncatingIfNeeded: window.tauCMicroseconds))) &- (6 &<< 24) : 0
    observedPgvQ24 = Self.centimetreLog10Q24(window.observed.pgvPicometresPerSecond)
    largestVelocityQ24 = observedPgvQ24 < pvQ24 ? pvQ24 : observedPgvQ24
  }

  /// log10 of a value in pm units as cm units: 1 cm is 10¹⁰ pm.
  @_noAllocation @_noLocks
  private static func centimetreLog10Q24(_ picometres: Int64) -> Int64 {
    let held = picometres < 10_000 ? 10_000 : picometres
    return Int64(log10Q24(UInt128(truncatingIfNeeded: held))) &- (10 &<< 24)
  }
}
