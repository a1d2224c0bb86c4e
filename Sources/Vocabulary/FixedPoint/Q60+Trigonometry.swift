/// Trigonometric functions for filter coefficients, in integers: libm differs between boards.
///
/// Angles are fractions of a half turn (1 is π), so that a corner frequency over half the sample
/// rate needs no π and right angles are exact. Every result is within 4 × 2⁻⁶⁰ of the true value.
extension Q60 {
  /// π.
  package static var pi: Q60 {
    @inlinable @_noAllocation @_noLocks get { Q60(rawValue: 3_622_009_729_038_561_421) }
  }

  /// √2.
  package static var squareRootOfTwo: Q60 {
    @inlinable @_noAllocation @_noLocks get { Q60(rawValue: 1_630_477_228_166_597_777) }
  }

  /// The sine of an angle of −2…2 half turns.
  package static func sine(halfTurns angle: Q60) -> Q60 {
    let half = one.rawValue / 2
    var folded = angle.rawValue
    // sin(π − x) = sin x folds everything into −½…½.
    if folded > 3 * half { folded -= 4 * half }
    if folded < -3 * half { folded += 4 * half }
    if folded > half { folded = 2 * half - folded }
    if folded < -half { folded = -2 * half - folded }
    if folded > half / 2 { return cosineSeries(halfTurns: half - folded) }
    if folded < -half / 2 {
      return Q60(rawValue: -cosineSeries(halfTurns: half + folded).rawValue)
    }
    return sineSeries(halfTurns: folded)
  }

  /// The cosine of an angle of −2…2 half turns.
  package static func cosine(halfTurns angle: Q60) -> Q60 {
    // cos x = sin(π/2 − |x|): the argument stays within −1½…½.
    sine(halfTurns: Q60(rawValue: one.rawValue / 2 - Swift.abs(angle.rawValue)))
  }

  /// The tangent of an angle of 0…0.45 half turns; there it stays below 8.
  package static func tangent(halfTurns angle: Q60) -> Q60 {
    ratio(sine(halfTurns: angle).rawValue, to: cosine(halfTurns: angle).rawValue)
  }

  /// The Taylor series of sin(π·t) for |t| ≤ ¼; the first term left out is below 2⁻⁷⁵.
  private static func sineSeries(halfTurns fraction: Int64) -> Q60 {
    let angle = fraction * pi
    let square = angle * Q60(rawValue: angle)
    var sum: Int64 = one.rawValue
    for n: Int64 in [21, 19, 17, 15, 13, 11, 9, 7, 5, 3] {
      sum = one.rawValue - roundedQuotient(square * Q60(rawValue: sum), n * (n - 1))
    }
    return Q60(rawValue: angle * Q60(rawValue: sum))
  }

  /// The Taylor series of cos(π·t) for |t| ≤ ¼; the first term left out is below 2⁻⁷⁵.
  private static func cosineSeries(halfTurns fraction: Int64) -> Q60 {
    let angle = fraction * pi
    let square = angle * Q60(rawValue: angle)
    var sum: Int64 = one.rawValue
    for n: Int64 in [20, 18, 16, 14, 12, 10, 8, 6, 4, 2] {
      sum = one.rawValue - roundedQuotient(square * Q60(rawValue: sum), n * (n - 1))
    }
    return Q60(rawValue: sum)
  }
}
