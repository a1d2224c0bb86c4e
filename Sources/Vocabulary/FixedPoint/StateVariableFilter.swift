/// The state of a two-pole trapezoidal state-variable filter.
///
/// V. Zavalishin, "The Art of VA Filter Design" (2018), ch. 4.
///
/// State and signal share one scale in Int64; every product is rounded once (`Q60`). With inputs
/// inside ±2⁶⁰ no sum leaves 64 bits: the high-pass, band-pass and low-pass outputs of a Butterworth
/// pair stay below 2.44, 0.96 and 1.1 times the largest input (the sums of the magnitudes of their
/// impulse responses).
public struct StateVariableFilter: BitwiseCopyable, Sendable {
  /// What each integrator holds.
  public var first: Int64 = 0
  public var second: Int64 = 0

  @inlinable @inline(__always) @_noAllocation @_noLocks
  public init() {}

  /// The outputs of one step.
  public struct Outputs: BitwiseCopyable {
    public let highPass: Int64
    public let bandPass: Int64
    public let lowPass: Int64

    @inlinable @inline(__always) @_noAllocation @_noLocks
    public init(highPass: Int64, bandPass: Int64, lowPass: Int64) {
      self.highPass = highPass
      self.bandPass = bandPass
      self.lowPass = lowPass
    }
  }

  /// One sample through the filter.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func process(
    _ input: Int64, _ coefficients: StateVariableCoefficients
  ) -> Outputs {
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
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func settle(at input: Int64) {
    first = 0
    second = input
  }
}
