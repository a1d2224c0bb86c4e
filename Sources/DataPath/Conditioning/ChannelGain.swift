import SeismicTypes

/// What one count of a channel is worth: mantissa × 2^exponent pm/s² (or pm/s), exact to 2⁻⁶¹.
///
/// The sensitivity is taken apart as the binary number it is; no floating-point operation decides a
/// bit of the result.
struct ChannelGain {
  /// 2⁶¹…2⁶³.
  let mantissa: Int64
  let exponent: Int64
  let isNegative: Bool

  /// The sensitivities a channel may have, in counts per SI unit.
  static let sensitivities: ClosedRange<Double> = 0.001...1e17

  /// The gain, or nil when the sensitivity's magnitude is outside `sensitivities`.
  init?(countsPerUnit: Double) {
    guard Self.sensitivities.contains(countsPerUnit.magnitude) else { return nil }
    // countsPerUnit = significand × 2^(exponent − 52), a normal number in this range.
    let significand = countsPerUnit.significandBitPattern | (1 << 52)
    // 10¹² × 2⁷⁵ ÷ significand, formed in 128 bits.
    let numerator: UInt64 = 1_000_000_000_000 << 11
    let (quotient, _) = significand.dividingFullWidth((numerator, 0))
    mantissa = Int64(quotient)
    exponent = -23 - Int64(countsPerUnit.exponent)
    isNegative = countsPerUnit < 0
  }

  /// The power of two at or below the worth of one count.
  var floorLog2: Int64 { 63 - Int64(mantissa.leadingZeroBitCount) + exponent }
}

/// The number of bits of a positive whole number.
func bitCount(_ value: Int64) -> Int64 { 64 - Int64(value.leadingZeroBitCount) }
