import FixedPoint

/// The state of a two-pole trapezoidal state-variable filter.
///
/// V. Zavalishin, "The Art of VA Filter Design" (2018), ch. 4.
///
/// State and signal share one scale in Int64; every product is rounded once (`Q60`). With inputs
/// inside ±2⁶⁰ no sum leaves 64 bits: the high-pass, band-pass and low-pass outputs of a Butterworth
/// pair stay below 2.44, 0.96 and 1.1 times the largest input (the sums of the magnitudes of their
/// impulse responses).
struct StateVariableFilter: BitwiseCopyable {
  /// What each integrator holds.
  var first: Int64 = 0
  var second: Int64 = 0

  @inline(__always) @_noAllocation @_noLocks
  init() {}

  /// The outputs of one step.
  struct Outputs {
    var highPass: Int64
    var bandPass: Int64
    var lowPass: Int64
  }

  /// One sample through the filter.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ input: Int64, _ coefficients: StateVariableCoefficients) -> Outputs {
    let remainder = input &- first * coefficients.damping &- second
    let highPass = remainder * coefficients.normaliser
    let bandStep = highPass * coefficients.gain
    let bandPass = bandStep &+ first
    first = bandPass &+ bandStep
    let lowStep = bandPass * coefficients.gain
    let lowPass = lowStep &+ second
    second = lowPass &+ lowStep
    return Outputs(highPass: highPass, bandPass: bandPass, lowPass: lowPass)
  }

  /// Puts the filter where it would be had `input` stood at its entrance for ever.
  @inline(__always) @_noAllocation @_noLocks
  mutating func settle(at input: Int64) {
    first = 0
    second = input
  }
}
