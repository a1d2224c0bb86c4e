/// One line of the linear estimator: weights of log10 features in Q16 and the spread around it.
///
/// Features are in cm, s: Pd, Pv, Pa of the vertical, τc, and the largest velocity of any component
/// observed so far, at least Pv.
struct LinearLine: BitwiseCopyable, Equatable, Sendable {
  let interceptQ16: Int64
  let pdQ16: Int64
  let pvQ16: Int64
  let paQ16: Int64
  let tauCQ16: Int64
  let largestVelocityQ16: Int64
  let sigmaThousandths: Int32

  @_noAllocation @_noLocks
  init(
    interceptQ16: Int64, pdQ16: Int64, pvQ16: Int64, paQ16: Int64, tauCQ16: Int64,
    largestVelocityQ16: Int64, sigmaThousandths: Int32
  ) {
    self.interceptQ16 = interceptQ16
    self.pdQ16 = pdQ16
    self.pvQ16 = pvQ16
    self.paQ16 = paQ16
    self.tauCQ16 = tauCQ16
    self.largestVelocityQ16 = largestVelocityQ16
    self.sigmaThousandths = sigmaThousandths
  }

  /// The line's value in thousandths, rounded to nearest.
  ///
  /// Features are Q8.24 below 2³¹, weights below 2²⁰ (±16): the sum is Q.40 inside 2⁵⁴, and times
  /// 125 (1000/8) inside 2⁶¹.
  @_noAllocation @_noLocks
  func value(of features: LogarithmicFeatures) -> Int32 {
    let sum =
      (interceptQ16 &<< 24) &+ pdQ16 &* features.pdQ24 &+ pvQ16 &* features.pvQ24
      &+ paQ16 &* features.paQ24 &+ tauCQ16 &* features.tauCQ24
      &+ largestVelocityQ16 &* features.largestVelocityQ24
    let thousandths = (sum &* 125 &+ (1 &<< 36)) &>> 37
    let limit: Int64 = 1 &<< 30
    let clamped =
      thousandths > limit ? limit : (thousandths < 0 &- limit ? 0 &- limit : thousandths)
    return Int32(truncatingIfNeeded: clamped)
  }
}
