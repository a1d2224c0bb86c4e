import SeismicTypes

/// Counts of up to three channels → calibrated vertical, north and east in the group's scale.
///
/// One step of the scale is 2^−scaleBits pm/s² (or pm/s for a velocity sensor). A weight holds what
/// one count of a channel adds to a component, in steps × 2^fractionBits; a component is the sum of
/// three products in 128 bits, rounded once to nearest with ties upward and held inside ±2⁵⁵.
struct Calibration: BitwiseCopyable {
  /// What one count of each channel adds to one component, and the sum at rest.
  struct Row: BitwiseCopyable {
    var first: Int64 = 0
    var second: Int64 = 0
    var third: Int64 = 0
    var offset: Int128 = 0
  }

  var vertical = Row()
  var north = Row()
  var east = Row()
  /// s: one step is 2^−s picometres (per second, per second squared).
  var scaleBits: Int64
  var fractionBits: Int64

  /// One frame of counts as ground motion.
  @inline(__always) @_noAllocation @_noLocks
  func motion(_ first: Int64, _ second: Int64, _ third: Int64) -> Vector3 {
    Vector3(
      vertical: component(vertical, first, second, third),
      north: component(north, first, second, third),
      east: component(east, first, second, third))
  }

  @inline(__always) @_noAllocation @_noLocks
  private func component(
    _ row: Row, _ first: Int64, _ second: Int64, _ third: Int64
  ) -> Int64 {
    let sum =
      Int128(truncatingIfNeeded: first) &* Int128(truncatingIfNeeded: row.first)
      &+ Int128(truncatingIfNeeded: second) &* Int128(truncatingIfNeeded: row.second)
      &+ Int128(truncatingIfNeeded: third) &* Int128(truncatingIfNeeded: row.third)
    return saturatedQuotient(sum &- row.offset, right: fractionBits)
  }
}

/// The value ÷ 2^shift, rounded to nearest with ties upward and held inside ±2⁵⁵.
///
/// The limit leaves chain 1 its headroom: 2.44 times for its high-pass and 0.96 × 2.12 s for each of
/// its two integrators keep displacement below 2⁵⁹.
///
/// - Parameters:
///   - value: Below 2¹²⁶ in magnitude.
///   - shift: 1…60.
/// - Returns: The rounded, saturated quotient.
@inline(__always) @_noAllocation @_noLocks
func saturatedQuotient(_ value: Int128, right shift: Int64) -> Int64 {
  let half = Int128(truncatingIfNeeded: Int64(1) &<< (shift &- 1))
  let quotient = (value &+ half) &>> Int128(truncatingIfNeeded: shift)
  let limit = Int128(truncatingIfNeeded: Int64(1) &<< 55)
  let held = quotient > limit ? limit : (quotient < 0 &- limit ? 0 &- limit : quotient)
  return Int64(truncatingIfNeeded: held)
}
