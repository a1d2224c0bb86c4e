/// The coefficients of a two-pole Butterworth state-variable filter for any true sample rate.
///
/// The trapezoidal ("topology-preserving") form equals the bilinear transform of the analogue filter
/// with its corner pre-warped: V. Zavalishin, "The Art of VA Filter Design" (2018), ch. 4.
public struct StateVariableCoefficients: BitwiseCopyable, Equatable, Sendable {
  /// g = tan(π·corner/rate).
  public let gain: Q60
  /// k + g, where k = √2 is the Butterworth damping.
  public let damping: Q60
  /// D = 1/(1 + k·g + g²).
  public let normaliser: Q60
  /// 1/(2·rate·g) in seconds: what turns the band-pass output into the integral of the high-pass.
  public let integralSeconds: Q60

  /// The coefficients of a filter with its corner at `cornerMicrohertz`.
  ///
  /// - Parameters:
  ///   - cornerMicrohertz: At least 20,000 (below it `integralSeconds` would leave the range of
  ///     `Q60`) and at most 0.45 × the sample rate.
  ///   - sampleRateMicrohertz: The true sample rate.
  package init(cornerMicrohertz: Int64, sampleRateMicrohertz: Int64) {
    gain = Q60.tangent(halfTurns: Q60.ratio(cornerMicrohertz, to: sampleRateMicrohertz))
    damping = Q60(rawValue: Q60.squareRootOfTwo.rawValue + gain.rawValue)
    // 1 + g·(k + g) reaches 1 + 6.3 × 7.7 at 0.45 × rate: a sixteenth of it fits a Q60.
    let sixteenth = (Q60.one.rawValue / 16) + (gain.rawValue / 16) * damping
    normaliser = Q60.ratio(Q60.one.rawValue / 16, to: sixteenth)
    integralSeconds = Q60.ratio(
      Q60.ratio(500_000, to: sampleRateMicrohertz).rawValue, to: gain.rawValue)
  }
}
