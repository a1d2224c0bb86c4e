import FixedPoint

/// The exponential in integers, for tables made when a model is loaded: libm differs between boards.
enum ExponentialTable {
  /// e^−x in Q60 for x ≥ 0, within 2⁻⁵⁶; 0 from x = 40 on.
  ///
  /// x = n·ln 2 + r with 0 ≤ r < ln 2; e^−r is a Taylor series of 20 terms by Horner's rule.
  static func exponentialQ60(ofMinus x: Double) -> Int64 {
    guard x < 40 else { return 0 }
    // Q56: below 2⁶², and exact, for x comes from one product of a Float64.
    let argumentQ56 = Int64(x * 0x1p56)
    // ln 2 × 2⁵⁶.
    let halvingQ56: Int64 = 49_946_518_145_322_874
    let halvings = argumentQ56 / halvingQ56
    let rest = (argumentQ56 - halvings * halvingQ56) << 4
    var sum = Q60.one.rawValue
    for n: Int64 in [20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1] {
      sum = Q60.one.rawValue - (rest * Q60(rawValue: sum)) / n
    }
    return roundedShift(sum, right: halvings)
  }

  /// e^−x in Q30 for x ≥ 0.
  static func exponentialQ30(ofMinus x: Double) -> Int32 {
    Int32(roundedShift(exponentialQ60(ofMinus: x), right: 30))
  }

  /// 256 ÷ (1 + e^−x) rounded to nearest, held below 256.
  static func logistic256(_ x: Double) -> Int32 {
    let exponential = exponentialQ60(ofMinus: abs(x))
    let sum = Q60.one.rawValue + exponential
    let probability = Q60.ratio(x < 0 ? exponential : Q60.one.rawValue, to: sum)
    return min(Int32(roundedShift(probability.rawValue, right: 52)), 255)
  }
}
