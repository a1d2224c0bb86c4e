/// The quotient rounded to nearest with ties away from zero.
///
/// - Parameters:
///   - numerator: Any value.
///   - denominator: Any positive value.
/// - Returns: The rounded quotient.
package func roundedQuotient(_ numerator: Int64, _ denominator: Int64) -> Int64 {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  let isRoundedUp = remainder.magnitude >= denominator.magnitude - remainder.magnitude
  return isRoundedUp ? quotient + (numerator < 0 ? -1 : 1) : quotient
}

/// The quotient rounded to nearest with ties away from zero.
///
/// - Parameters:
///   - numerator: Any value.
///   - denominator: Any positive value.
/// - Returns: The rounded quotient.
package func roundedWideQuotient(_ numerator: Int128, _ denominator: Int128) -> Int128 {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  let isRoundedUp = remainder.magnitude >= denominator.magnitude - remainder.magnitude
  return isRoundedUp ? quotient + (numerator < 0 ? -1 : 1) : quotient
}

extension Q60 {
  /// The quotient of two numbers as a coefficient, rounded to nearest with ties away from zero.
  ///
  /// - Parameters:
  ///   - numerator: Any value whose quotient stays within −8…8, the range of `Q60`; a quotient
  ///     beyond it saturates.
  ///   - denominator: Any value but zero, in the numerator's scale.
  /// - Returns: numerator ÷ denominator × 2⁶⁰.
  package static func ratio(_ numerator: Int64, to denominator: Int64) -> Q60 {
    let isNegative = (numerator < 0) != (denominator < 0)
    let divisor = denominator.magnitude
    let product = numerator.magnitude.multipliedFullWidth(by: 1 << 60)
    // A quotient of 2⁶³ or more has no room in 64 bits.
    guard product.high << 1 | product.low >> 63 < divisor else {
      return Q60(rawValue: isNegative ? .min : .max)
    }
    let (quotient, remainder) = divisor.dividingFullWidth((product.high, product.low))
    let magnitude = Int64(clamping: quotient + (remainder >= divisor - remainder ? 1 : 0))
    return Q60(rawValue: isNegative ? -magnitude : magnitude)
  }
}
