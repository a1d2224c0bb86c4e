import FixedPoint

/// Extends a geophone's response below its natural frequency f0, down to a lower corner f1:
/// H(s) = (s² + 2h ω0 s + ω0²) / (s² + √2 ω1 s + ω1²).
///
/// The zeros undo the mass's resonance with its damping h, the poles are a Butterworth high-pass in its
/// place. Noise, and what a clipped wave leaves in the mean, grow as the signal does, by (f0/f1)² below
/// f1; the high-passes of chain 1 follow, so that no level stays. H is taken by the bilinear transform: the state-variable filter at
/// f1, pre-warped, gives its three parts, of which the band-pass is weighed by 2h tan(π f0/rate) /
/// tan(π f1/rate) and the low-pass by (f0/f1)², so that the size is right about f0 and far below it.
struct ResponseExtension: BitwiseCopyable {
  private let coefficients: StateVariableCoefficients
  /// Of the band-pass and the low-pass, Q15.48.
  private let bandWeight: Int64
  private let lowWeight: Int64

  /// - Parameters:
  ///   - extended: What is to be undone and what takes its place, valid.
  ///   - sampleRateMicrohertz: The true sample rate.
  @_optimize(size)
  init(_ extended: Conditioner.ExtendedResponse, sampleRateMicrohertz: Int64) {
    coefficients = StateVariableCoefficients(
      cornerMicrohertz: extended.cornerMicrohertz, sampleRateMicrohertz: sampleRateMicrohertz)
    let natural = Q60.tangent(
      halfTurns: Q60.ratio(extended.naturalMicrohertz, to: sampleRateMicrohertz))
    let ratio = (Int128(natural.rawValue) << 48) / Int128(coefficients.gain.rawValue)
    bandWeight = Int64(2 * ratio * Int128(extended.dampingMillionths) / 1_000_000)
    let analogue =
      (Int128(extended.naturalMicrohertz) << 48) / Int128(extended.cornerMicrohertz)
    lowWeight = Int64((analogue * analogue) >> 48)
  }

  /// One sample through the filter, held inside ±2⁵⁵.
  ///
  /// - Parameters:
  ///   - velocity: Within ±2⁵⁶, at rest about zero.
  ///   - filter: The component's state.
  /// - Returns: The velocity of the ground down to f1.
  @inline(never) @_noAllocation @_noLocks
  func process(_ velocity: Int64, _ filter: inout StateVariableFilter) -> Int64 {
    let parts = filter.process(velocity, coefficients)
    let sum =
      Int128(truncatingIfNeeded: parts.bandPass) &* Int128(truncatingIfNeeded: bandWeight)
      &+ Int128(truncatingIfNeeded: parts.lowPass) &* Int128(truncatingIfNeeded: lowWeight)
      &+ Int128(truncatingIfNeeded: parts.highPass) &<< 48
    return saturatedQuotient(sum, right: 48)
  }
}
