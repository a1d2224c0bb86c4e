/// The coefficients of a state-variable filter far below the sample rate, prepared for speed.
///
/// A `Q60` product costs a shift across both words of 128 bits. Here a coefficient is a known whole
/// number (0 for g, 1 for k + g and for D) and a fraction within ±½ in Q0.64: the value times the whole
/// number is exact, and the rounded product with the fraction is the high word and the bit below it. So
/// every product is that of `Q60` to the bit, whatever the value, wrapped or not.
public struct LowCornerCoefficients: BitwiseCopyable, Equatable, Sendable {
  /// g, k + g − 1 and D − 1, each × 2⁶⁴.
  public let gainQ64: Int64
  public let dampingFractionQ64: Int64
  public let normaliserFractionQ64: Int64
  /// 1/(2·rate·g) in seconds: what turns the band-pass output into the integral of the high-pass.
  public let integralSeconds: Q60

  /// The same filter as `coefficients`, whose corner is at most 1/37 of the sample rate: g is then
  /// below 0.0855.
  package init(_ coefficients: StateVariableCoefficients) {
    gainQ64 = Self.fractionQ64(of: coefficients.gain, whole: 0)
    dampingFractionQ64 = Self.fractionQ64(of: coefficients.damping, whole: 1)
    normaliserFractionQ64 = Self.fractionQ64(of: coefficients.normaliser, whole: 1)
    integralSeconds = coefficients.integralSeconds
  }

  private static func fractionQ64(of coefficient: Q60, whole: Int64) -> Int64 {
    let fraction = coefficient.rawValue - whole * Q60.one.rawValue
    precondition(
      fraction >= -Q60.one.rawValue / 2 && fraction < Q60.one.rawValue / 2,
      "the corner is too near the sample rate")
    return fraction << 4
  }
}

/// The value times a fraction in Q0.64, rounded to nearest with ties toward positive infinity.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func roundedProduct(_ value: Int64, fractionQ64: Int64) -> Int64 {
  let product = value.multipliedFullWidth(by: fractionQ64)
  return product.high &+ Int64(truncatingIfNeeded: product.low &>> 63)
}

extension StateVariableFilter {
  /// One sample through the filter; the outputs of the `StateVariableCoefficients` to the bit.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func process(_ input: Int64, _ coefficients: LowCornerCoefficients) -> Outputs {
    let held = first
    let remainder =
      input &- second &- held
      &- roundedProduct(held, fractionQ64: coefficients.dampingFractionQ64)
    let highPass =
      remainder &+ roundedProduct(remainder, fractionQ64: coefficients.normaliserFractionQ64)
    let bandStep = roundedProduct(highPass, fractionQ64: coefficients.gainQ64)
    let bandPass = bandStep &+ held
    first = bandPass &+ bandStep
    let lowStep = roundedProduct(bandPass, fractionQ64: coefficients.gainQ64)
    let lowPass = lowStep &+ second
    second = lowPass &+ lowStep
    return Outputs(highPass: highPass, bandPass: bandPass, lowPass: lowPass)
  }
}
