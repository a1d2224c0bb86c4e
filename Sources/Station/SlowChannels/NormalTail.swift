/// The probability that a standard normal variable exceeds z, in parts per thousand million.
///
/// ½ − (1/√2π) Σ (−1)ⁿ z²ⁿ⁺¹ / (2ⁿ n! (2n+1)) (Abramowitz & Stegun 1964, 26.2.10), summed in Q.60 of
/// 128 bits. For z up to 5 the largest term is below 2¹⁶, so that what the subtraction leaves is right
/// to one part in 10⁹.
///
/// - Parameter zThousandths: z × 1000, 0…5000.
/// - Returns: 10⁹ × (1 − Φ(z)), rounded toward zero.
func normalTailPartsPerBillion(zThousandths: Int64) -> Int64 {
  let z = Int128(zThousandths)
  var term = (z << 60) / 1000
  var sum = term
  for n in 1...80 as ClosedRange<Int128> {
    term = -(term * z * z) / (2 * n * 1_000_000)
    sum += term / (2 * n + 1)
  }
  // 1/√2π in Q.60.
  let scaled = (sum * 459_949_134_171_706_403) >> 60
  return Int64(truncatingIfNeeded: (((1 << 59) - scaled) * 1_000_000_000) >> 60)
}
