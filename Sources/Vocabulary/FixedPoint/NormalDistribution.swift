/// The probability that a standard normal variable exceeds z, in thousandths, rounded to nearest.
///
/// Φ(z) − ½ = (1/√2π) Σ (−1)ⁿ z²ⁿ⁺¹ / (2ⁿ n! (2n+1)) (Abramowitz & Stegun 1964, 26.2.10), summed in
/// Q.30 with an error below 10⁻⁶, so that only a value within 10⁻⁶ of a tie may round either way.
/// Beyond |z| = 3.5 the result is 0 or 1000.
///
/// - Parameter zQ8: z in Q8: z × 256.
/// - Returns: 1 − Φ(z) in thousandths, 0…1000.
@_noAllocation @_noLocks
package func exceedanceProbabilityThousandths(zQ8: Int64) -> Int32 {
  if zQ8 >= 896 { return 0 }
  if zQ8 <= -896 { return 1000 }
  // z²/2 in Q17 is below 2²⁰, a term of the series below 2³⁷: products stay inside 64 bits.
  let halfSquareQ17 = zQ8 &* zQ8
  var term = zQ8 &<< 22
  var sum = term
  var n: Int64 = 1
  while n <= 40 {
    term = 0 &- roundedShift(term &* halfSquareQ17, right: 17) / n
    sum = sum &+ term / (2 &* n &+ 1)
    n &+= 1
  }
  // 1000/√2π in Q20.
  let deviationThousandths = roundedShift(sum &* 418_321_301, right: 40)
  return Int32(truncatingIfNeeded: roundedShift((500 &<< 10) &- deviationThousandths, right: 10))
}
