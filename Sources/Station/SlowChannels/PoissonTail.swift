/// Whether a Poisson variable reaches a count with less than a given probability.
///
/// Exact: Σ_{k ≥ c} mᵏ/k! is compared with the probability times Σ mᵏ/k!, each term in Q.40 rounded
/// toward zero from the one before. With m up to 16 both sums stay below 2²⁴ and are right to 2⁻³³.
///
/// - Parameters:
///   - count: c.
///   - meanQ16: m in Q16, 0…16 × 2¹⁶.
///   - partsPerBillion: The probability × 10⁹.
/// - Returns: Whether P(N ≥ c | m) is smaller.
func poissonTailIsBelow(count: Int64, meanQ16: Int64, partsPerBillion: Int64) -> Bool {
  guard count > 0 else { return false }
  var term: Int128 = 1 << 40
  var all: Int128 = 0
  var tail: Int128 = 0
  // Beyond k = 80 the terms of m ≤ 16 are below 2⁻⁴⁰ and have become zero.
  for k in 0...120 as ClosedRange<Int64> {
    all += term
    if k >= count { tail += term }
    term = (term * Int128(meanQ16) / Int128(k + 1)) >> 16
  }
  return tail * 1_000_000_000 < Int128(partsPerBillion) * all
}
