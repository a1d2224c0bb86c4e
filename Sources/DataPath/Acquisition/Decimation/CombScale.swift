/// Brings what an `IntegratorComb` gives back to the scale of its input, times a power of two.
struct CombScale: BitwiseCopyable {
  /// 2^(fractionBits + shift) ÷ factor⁵, rounded to nearest: 62 bits, so that the gain is true to
  /// 2⁻⁶¹.
  private let multiplier: Int64
  private let shift: Int64

  /// - Parameters:
  ///   - factor: By which the cascade decimates, 1…8191, whose fifth power fits 64 bits.
  ///   - fractionBits: The result is the input × 2^fractionBits, 0…32.
  init(factor: Int, fractionBits: Int) {
    var gain: UInt64 = 1
    for _ in 0..<IntegratorComb.order { gain *= UInt64(factor) }
    // gain is in 2^(bits−1)..<2^bits, so 2^(60 + bits) ÷ gain is above 2⁶⁰ and at most 2⁶¹.
    let bits = UInt64.bitWidth - gain.leadingZeroBitCount
    let exponent = 60 + bits
    let numerator: (high: UInt64, low: UInt64) =
      exponent >= 64 ? (1 << UInt64(exponent - 64), 0) : (0, 1 << UInt64(exponent))
    let (quotient, remainder) = gain.dividingFullWidth(numerator)
    multiplier = Int64(quotient) + (remainder >= gain - remainder ? 1 : 0)
    shift = Int64(exponent - fractionBits)
  }

  /// The value × 2^fractionBits ÷ factor⁵, rounded to nearest with ties upward.
  @inline(__always)
  func apply(to value: Int64) -> Int64 {
    let product = value.multipliedFullWidth(by: multiplier)
    if shift > 64 {
      return (product.high &+ (1 &<< (shift &- 65))) &>> (shift &- 64)
    }
    let (low, carry) = product.low.addingReportingOverflow(1 &<< UInt64(shift &- 1))
    let high = product.high &+ (carry ? 1 : 0)
    if shift == 64 { return high }
    return (high &<< (64 &- shift)) | Int64(truncatingIfNeeded: low &>> UInt64(shift))
  }
}
