internal import FixedPoint
package import SeismicTypes

/// The running sums behind the predominant period τp = 2π·√(X/D) (Allen & Kanamori 2003).
///
/// X = αX + v² and D = αD + v̇² with α = 1 − Δt/1 s, from the first sample on. D is kept as differences
/// of samples; the sample rate enters with the period. 1/rate is rounded to 2⁻⁶⁴ and each product
/// toward zero: the sums are off by less than 10⁻⁹ of themselves and 1,000 squares of the unit.
package struct PredominantPeriod: BitwiseCopyable {
  private let forgottenQ64: UInt64
  private var velocityEnergy: UInt128 = 0
  private var differenceEnergy: UInt128 = 0
  private var previousVelocity: Int64 = 0

  package init(sampleRate: SampleRate) {
    forgottenQ64 = UInt64(
      truncatingIfNeeded: (UInt128(1_000_000) << 64) / UInt128(sampleRate.microhertz))
  }

  /// Takes the next velocity, any unit, within ±2⁵⁵.
  @inline(__always) @_noAllocation @_noLocks
  package mutating func process(_ velocity: Int64) {
    velocityEnergy = remembered(velocityEnergy) &+ squared(velocity)
    differenceEnergy = remembered(differenceEnergy) &+ squared(velocity &- previousVelocity)
    previousVelocity = velocity
  }

  /// Forgets every sample.
  @_noAllocation @_noLocks
  package mutating func restart() {
    velocityEnergy = 0
    differenceEnergy = 0
    previousVelocity = 0
  }

  /// X/D of this sample.
  package var ratio: PeriodRatio {
    @inline(__always) @_noAllocation @_noLocks get {
      PeriodRatio(velocityEnergy: velocityEnergy, differenceEnergy: differenceEnergy)
    }
  }

  /// The sum times α.
  @inline(__always) @_noAllocation @_noLocks
  private func remembered(_ sum: UInt128) -> UInt128 {
    let low = UInt64(truncatingIfNeeded: sum).multipliedFullWidth(by: forgottenQ64).high
    let high = UInt64(truncatingIfNeeded: sum &>> 64).multipliedFullWidth(by: forgottenQ64)
    let forgotten =
      (UInt128(truncatingIfNeeded: high.high) &<< 64) &+ UInt128(truncatingIfNeeded: high.low)
      &+ UInt128(truncatingIfNeeded: low)
    return sum &- forgotten
  }
}

/// X/D as two 64-bit numbers of one scale, so that ratios compare without a division.
package struct PeriodRatio: BitwiseCopyable {
  private var numerator: UInt64 = 0
  private var denominator: UInt64 = 0

  /// The ratio of nothing, smaller than every other.
  @_noAllocation @_noLocks
  package init() {}

  /// Keeps the highest 64 bits of the larger sum, and as many of the other.
  @inline(__always) @_noAllocation @_noLocks
  init(velocityEnergy: UInt128, differenceEnergy: UInt128) {
    let highest =
      UInt64(truncatingIfNeeded: velocityEnergy &>> 64)
      | UInt64(truncatingIfNeeded: differenceEnergy &>> 64)
    guard highest > 0 else {
      // Both sums lie in their low words.
      let velocity = UInt64(truncatingIfNeeded: velocityEnergy)
      let difference = UInt64(truncatingIfNeeded: differenceEnergy)
      let shift = UInt64(truncatingIfNeeded: (velocity | difference).leadingZeroBitCount)
      numerator = velocity &<< shift
      denominator = difference &<< shift
      return
    }
    let shift = UInt64(truncatingIfNeeded: highest.leadingZeroBitCount)
    numerator = Self.highWord(of: velocityEnergy, shiftedLeft: shift)
    denominator = Self.highWord(of: differenceEnergy, shiftedLeft: shift)
  }

  /// The high word of a sum shifted left by less than 64.
  @inline(__always) @_noAllocation @_noLocks
  private static func highWord(of sum: UInt128, shiftedLeft shift: UInt64) -> UInt64 {
    let low = UInt64(truncatingIfNeeded: sum) &>> 1
    return UInt64(truncatingIfNeeded: sum &>> 64) &<< shift | low &>> (63 &- shift)
  }

  /// Whether the ratio is larger than the other's.
  @_noAllocation @_noLocks
  package func exceeds(_ other: PeriodRatio) -> Bool {
    guard denominator > 0 else { return false }
    guard other.denominator > 0 else { return true }
    let own = numerator.multipliedFullWidth(by: other.denominator)
    let others = other.numerator.multipliedFullWidth(by: denominator)
    return own.high > others.high || (own.high == others.high && own.low > others.low)
  }

  /// τp in microseconds; zero where there was no motion.
  @_noAllocation @_noLocks
  package func periodMicroseconds(sampleRate: SampleRate) -> Int64 {
    let microsamples = characteristicPeriodMicroseconds(
      displacementEnergy: UInt128(truncatingIfNeeded: numerator),
      velocityEnergy: UInt128(truncatingIfNeeded: denominator))
    let product = microsamples.multipliedFullWidth(by: 1_000_000)
    guard product.high < sampleRate.microhertz / 2 else { return .max }
    return sampleRate.microhertz.dividingFullWidth(product).quotient
  }
}
