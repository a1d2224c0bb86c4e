import FixedPoint
import SeismicTypes

extension PWaveAccumulator {
  /// The measures so far as a window of the given nominal length, nothing masked yet.
  @_noAllocation @_noLocks
  func window(milliseconds: Int64, sampleRate: SampleRate) -> PWaveWindow {
    var window = PWaveWindow()
    window.windowMilliseconds = Int32(truncatingIfNeeded: milliseconds)
    window.sampleCount = sums.sampleCount
    window.paPicometresPerSecondSquared = sums.acceleration
    window.pvPicometresPerSecond = sums.velocity
    window.pdPicometres = sums.displacement
    window.pvAboveHalfHertzPicometresPerSecond = sums.velocityAboveHalfHertz
    window.pdAboveHalfHertzPicometres = sums.displacementAboveHalfHertz
    window.tauCMicroseconds = characteristicPeriodMicroseconds(
      displacementEnergy: sums.displacementEnergy, velocityEnergy: sums.velocityEnergy)
    window.tauCAboveHalfHertzMicroseconds = characteristicPeriodMicroseconds(
      displacementEnergy: sums.displacementAboveHalfHertzEnergy,
      velocityEnergy: sums.velocityAboveHalfHertzEnergy)
    window.tauPMicroseconds = longestPeriod.periodMicroseconds(sampleRate: sampleRate)
    let integrals = SumIntegrals(sums, sampleRate: sampleRate)
    window.iv2SquarePicometresPerSecond = integrals.iv2
    window.id2SquarePicometreSeconds = integrals.id2
    window.cavPicometresPerSecond = integrals.cav
    window.ariasFemtometresPerSecond = integrals.arias
    window.powerSquarePicometresPerSecondCubed = sums.power
    window.dominantFrequencyMillihertz =
      crossingCount &* (sampleRate.microhertz / 1000) / (2 &* sums.sampleCount)
    window.horizontalToVerticalThousandths = horizontalToVerticalThousandths()
    window.bandPeaks = sums.bands
    window.polarity = polarity
    window.observed = observed
    window.isClipped = isClipped
    window.isMasked = maskedSampleCount &* 8 > sums.sampleCount
    window.containsGap = containsGap
    return window
  }

  /// √(horizontal/vertical energy) in thousandths, rounded toward zero; at most 1,000,000.
  @_noAllocation @_noLocks
  private func horizontalToVerticalThousandths() -> Int64 {
    let horizontal = squareRoot(sums.horizontalEnergy)
    let vertical = squareRoot(sums.velocityAboveHalfHertzEnergy)
    guard vertical > horizontal / 1000 else { return 1_000_000 }
    let product = horizontal.multipliedFullWidth(by: 1000)
    return Int64(truncatingIfNeeded: vertical.dividingFullWidth(product).quotient)
  }
}

/// Sums over samples as integrals over time, rounded toward zero, CAV and Arias saturated.
struct SumIntegrals: BitwiseCopyable {
  let iv2: UInt128
  let id2: UInt128
  let cav: Int64
  let arias: Int64

  @_noAllocation @_noLocks
  init(_ sums: PWaveSums, sampleRate: SampleRate) {
    iv2 = Self.integral(sums.velocityEnergy, sampleRate)
    id2 = Self.integral(sums.displacementEnergy, sampleRate)
    cav = Self.held(Self.integral(sums.accelerationSum, sampleRate))
    // 2g/π in pm/s² over 1000: fm/s come out. 9.80665 × 10¹² × 2/(1000π), within 10⁻¹⁰.
    arias = Self.held(Self.integral(sums.accelerationEnergy, sampleRate) / 6_243_107_291)
  }

  /// The sum divided by the rate in Hz; the quotient and the remainder are scaled apart, so that no
  /// product leaves 128 bits.
  @_noAllocation @_noLocks
  private static func integral(_ sum: UInt128, _ sampleRate: SampleRate) -> UInt128 {
    let rate = UInt128(truncatingIfNeeded: sampleRate.microhertz)
    return sum / rate &* 1_000_000 &+ sum % rate &* 1_000_000 / rate
  }

  @_noAllocation @_noLocks
  private static func held(_ value: UInt128) -> Int64 {
    value > UInt128(Int64.max) ? Int64.max : Int64(truncatingIfNeeded: value)
  }
}
