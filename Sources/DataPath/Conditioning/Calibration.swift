import FixedPoint
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
    /// The offset less half a step, × 2^lift.
    var liftedOffset: Int128 = 0
  }

  var vertical = Row()
  var north = Row()
  var east = Row()
  /// s: one step is 2^−s picometres (per second, per second squared).
  var scaleBits: Int64
  var fractionBits: Int64
  /// Whether each channel feels one component alone, the first the vertical, the second north, the
  /// third east: six of the nine weights are zero then, and their products are left out.
  var isDiagonal = false
  /// 64 − fractionBits: of counts × 2^lift a component is the high word of the sum.
  ///
  /// Zero where counts within twice full scale leave no room for it.
  private(set) var lift: Int64 = 0

  /// Prepares `liftedMotion` for counts below 2^`countBits` in magnitude.
  mutating func prepareLift(countBits: Int64) {
    let wanted = 64 - fractionBits
    // Half of a sum's 128 bits are left to the offset.
    let offsetLimit = Int128(1) << Int128(124 - wanted)
    let offsets = [vertical.offset, north.offset, east.offset]
    guard countBits + wanted <= 62, offsets.allSatisfy({ $0.magnitude < offsetLimit }) else {
      return
    }
    let half = Int128(1) << Int128(fractionBits - 1)
    vertical.liftedOffset = (vertical.offset - half) << Int128(wanted)
    north.liftedOffset = (north.offset - half) << Int128(wanted)
    east.liftedOffset = (east.offset - half) << Int128(wanted)
    lift = wanted
  }

  /// Whether `liftedMotion` may take the place of `motion`, for counts below the limit that the lift
  /// was prepared for.
  var isLifted: Bool {
    @inline(__always) @_noAllocation @_noLocks get { lift > 0 && isDiagonal }
  }

  /// What `motion` gives where each channel feels one component alone, without a shift across words.
  @inline(__always) @_noAllocation @_noLocks
  func liftedMotion(_ first: Int64, _ second: Int64, _ third: Int64) -> Vector3 {
    Vector3(
      vertical: lifted(product(first &<< lift, vertical.first) &- vertical.liftedOffset),
      north: lifted(product(second &<< lift, north.second) &- north.liftedOffset),
      east: lifted(product(third &<< lift, east.third) &- east.liftedOffset))
  }

  @inline(__always) @_noAllocation @_noLocks
  private func lifted(_ sum: Int128) -> Int64 {
    saturated(Int64(truncatingIfNeeded: sum &>> 64), to: motionLimit)
  }

  @inline(__always) @_noAllocation @_noLocks
  private func product(_ counts: Int64, _ weight: Int64) -> Int128 {
    Int128(truncatingIfNeeded: counts) &* Int128(truncatingIfNeeded: weight)
  }

  /// One frame of counts as ground motion.
  @inline(__always) @_noAllocation @_noLocks
  func motion(_ first: Int64, _ second: Int64, _ third: Int64) -> Vector3 {
    if isDiagonal {
      return Vector3(
        vertical: component(vertical.offset, vertical.first, first),
        north: component(north.offset, north.second, second),
        east: component(east.offset, east.third, third))
    }
    return Vector3(
      vertical: component(vertical, first, second, third),
      north: component(north, first, second, third),
      east: component(east, first, second, third))
  }

  @inline(__always) @_noAllocation @_noLocks
  private func component(
    _ row: Row, _ first: Int64, _ second: Int64, _ third: Int64
  ) -> Int64 {
    let sum =
      product(first, row.first) &+ product(second, row.second) &+ product(third, row.third)
    return saturatedQuotient(sum &- row.offset, right: fractionBits)
  }

  @inline(__always) @_noAllocation @_noLocks
  private func component(_ offset: Int128, _ weight: Int64, _ counts: Int64) -> Int64 {
    saturatedQuotient(product(counts, weight) &- offset, right: fractionBits)
  }
}

/// 2⁵⁵ steps, which leaves chain 1 its headroom: 2.44 times for its high-pass and 0.96 × 2.12 s for
/// each of its two integrators keep displacement below 2⁵⁹.
private var motionLimit: Int64 { @inline(__always) @_noAllocation @_noLocks get { 1 &<< 55 } }

/// The value ÷ 2^shift, rounded to nearest with ties upward and held inside ±2⁵⁵.
///
/// - Parameters:
///   - value: Below 2¹²⁶ in magnitude.
///   - shift: 1…60.
/// - Returns: The rounded, saturated quotient.
@inline(__always) @_noAllocation @_noLocks
func saturatedQuotient(_ value: Int128, right shift: Int64) -> Int64 {
  let half = Int128(truncatingIfNeeded: Int64(1) &<< (shift &- 1))
  let rounded = value &+ half
  // The shift is below 64, so each half of the quotient is one shift of two words, not of four.
  let high = Int64(truncatingIfNeeded: rounded &>> 64)
  let low = UInt64(truncatingIfNeeded: rounded) &>> UInt64(truncatingIfNeeded: shift)
  let quotient = high &<< (64 &- shift) | Int64(truncatingIfNeeded: low)
  // Where the quotient has no room in 64 bits, what is above them is not its sign over again.
  guard high &>> shift == quotient &>> 63 else {
    return high < 0 ? 0 &- motionLimit : motionLimit
  }
  return saturated(quotient, to: motionLimit)
}
