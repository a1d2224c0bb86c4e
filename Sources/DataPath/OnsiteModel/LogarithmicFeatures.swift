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
    tauCQ24 = Self.secondLog10Q24(window.tauCMicroseconds)
    observedPgvQ24 = Self.centimetreLog10Q24(window.observed.pgvPicometresPerSecond)
    largestVelocityQ24 = observedPgvQ24 < pvQ24 ? pvQ24 : observedPgvQ24
  }

  /// The observed PGV in thousandths, rounded to nearest.
  @_noAllocation @_noLocks
  func observedPgvThousandths() -> Int32 {
    Int32(truncatingIfNeeded: (observedPgvQ24 &* 125 &+ (1 &<< 20)) &>> 21)
  }

  /// log10 of a value in pm units as cm units, held at 10⁻⁶: 1 cm is 10¹⁰ pm.
  @_noAllocation @_noLocks
  static func centimetreLog10Q24(_ picometres: Int64) -> Int64 {
    log10Q24(of: picometres, heldAt: 10_000, unitExponent: 10)
  }

  /// log10 of a period given in µs as s, 0 where there is none.
  @_noAllocation @_noLocks
  static func secondLog10Q24(_ microseconds: Int64) -> Int64 {
    microseconds > 0 ? log10Q24(of: microseconds, heldAt: 1, unitExponent: 6) : 0
  }

  /// log10 of a value that is at least `lowest`, in units of 10^unitExponent of its own.
  @_noAllocation @_noLocks
  static func log10Q24(of value: Int64, heldAt lowest: Int64, unitExponent: Int64) -> Int64 {
    let held = value < lowest ? lowest : value
    return Int64(FixedPoint.log10Q24(UInt128(truncatingIfNeeded: held))) &- (unitExponent &<< 24)
  }

  /// log10 of a square in pm² as cm², held at 10⁻¹².
  @_noAllocation @_noLocks
  static func squareLog10Q24(_ squarePicometres: UInt128) -> Int64 {
    let lowest: UInt128 = 100_000_000
    let held = squarePicometres < lowest ? lowest : squarePicometres
    return Int64(FixedPoint.log10Q24(held)) &- (20 &<< 24)
  }
}
