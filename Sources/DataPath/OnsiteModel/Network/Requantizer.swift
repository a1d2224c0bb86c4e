/// Multiplies an accumulator by a real number, rounding once: (x·q + 2^(t−1)) >> t, ties upward.
///
/// q is the real multiplier's fraction in Q31 (2³⁰…2³¹, or 0) and t = 31 − its exponent, as TensorFlow
/// Lite's `QuantizeMultiplier` finds them; rounding once is its "single rounding" mode. No libm is in it:
/// the fraction and exponent are taken from the bits of a Float64, and the products and quotients of
/// scales that give it are single IEEE 754 operations, the same on every board.
package struct Requantizer: BitwiseCopyable, Equatable, Sendable {
  /// q in Q31: 0, or 2³⁰…2³¹ − 1.
  package let multiplierQ31: Int32
  /// t: 1…62.
  package let shift: Int32

  @_noAllocation @_noLocks
  package init(multiplierQ31: Int32, shift: Int32) {
    self.multiplierQ31 = multiplierQ31
    self.shift = shift
  }

  /// The requantizer of a real multiplier; nil where it is not finite, negative, or 2³⁰ or more.
  ///
  /// A multiplier below 2⁻³² counts as zero, as in TensorFlow Lite.
  package init?(_ multiplier: Double) {
    guard multiplier >= 0, multiplier < 0x1p30 else { return nil }
    guard multiplier >= 0x1p-32 else {
      self.init(multiplierQ31: 0, shift: 31)
      return
    }
    // 53 bits of significand in 2⁵²…2⁵³: the fraction of `frexp` × 2⁵³, and its exponent.
    let significand = Int64(multiplier.significandBitPattern) | 1 << 52
    var exponent = Int32(multiplier.exponentBitPattern) - 1022
    var fractionQ31 = (significand + 1 << 21) >> 22
    if fractionQ31 == 1 << 31 {
      fractionQ31 >>= 1
      exponent += 1
    }
    // What rounds up to 2³⁰ would be shifted by nothing.
    guard exponent < 31 else { return nil }
    self.init(multiplierQ31: Int32(fractionQ31), shift: 31 - exponent)
  }

  /// The value times the multiplier.
  ///
  /// |value| ≤ 2³¹, so that product and half a step stay in 64 bits.
  @inline(__always) @_noAllocation @_noLocks
  package func apply(_ value: Int64) -> Int64 {
    let shift = Int64(truncatingIfNeeded: shift)
    return (value &* Int64(truncatingIfNeeded: multiplierQ31) &+ (1 &<< (shift &- 1))) &>> shift
  }
}
