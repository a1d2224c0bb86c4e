package import SeismicTypes

/// How a capture rate is brought down to a station's rate: moving sums, then one short filter.
///
/// The rates must be in a whole ratio. Counts pass one or two cascades of five moving sums
/// (`IntegratorComb`), which take most of the ratio, and a minimum-phase filter
/// (`DecimationCoefficients`) for the last step of 2 to 10. Flat within 0.15 dB to a fifth of the
/// station's rate where that last step is 7 to 10 (0.33 dB from 4 on), and 80 dB down from two fifths
/// on. Decision 0023 gives the figures.
package struct Decimation: Equatable, Sendable {
  /// Capture frames for each frame of the station; 1 passes the counts on untouched.
  package let factor: Int
  /// The factors of the cascades; 1 where there is none.
  let cascadeFactors: (Int, Int)
  /// The factor behind the closing filter; 1 where nothing is decimated.
  let filterFactor: Int

  /// The longest ratio: 192 kHz to 20 Hz.
  package static let largestFactor = 9600
  /// Bits of the cascades' input and of the closing filter's, signs left out.
  static let workingBits = 36

  /// Splits the ratio of two rates; nil where they are in no whole ratio, or in one without a
  /// splitting.
  ///
  /// - Parameters:
  ///   - captureRateHertz: The device's rate.
  ///   - sampleRate: The station's.
  ///   - inputBits: Bits of the device's counts, 16…32: with fewer of them one cascade takes more.
  package init?(captureRateHertz: Int, sampleRate: SampleRate, inputBits: Int) {
    let captureRate = Int64(captureRateHertz) * 1_000_000
    guard sampleRate.microhertz > 0, captureRate % sampleRate.microhertz == 0 else { return nil }
    self.init(factor: Int(captureRate / sampleRate.microhertz), inputBits: inputBits)
  }

  init?(factor: Int, inputBits: Int) {
    guard factor >= 1, factor <= Self.largestFactor else { return nil }
    self.factor = factor
    guard factor > 3 else {
      cascadeFactors = (1, 1)
      filterFactor = factor
      return
    }
    // The larger the closing factor, the less the cascades droop, delay and alias.
    for closing in stride(from: 10, through: 4, by: -1) where factor % closing == 0 {
      guard let split = Self.split(factor / closing, inputBits: inputBits) else { continue }
      cascadeFactors = split
      filterFactor = closing
      return
    }
    return nil
  }

  /// The largest first cascade whose sums fit 64 bits, and the rest for a second one.
  private static func split(_ factor: Int, inputBits: Int) -> (Int, Int)? {
    for first in stride(from: factor, through: 1, by: -1) where factor % first == 0 {
      let second = factor / first
      if gainBits(first) + inputBits + 1 <= 63, gainBits(second) + workingBits + 1 <= 63 {
        return (first, second)
      }
    }
    return nil
  }

  /// The bits that a cascade's sums grow by.
  private static func gainBits(_ factor: Int) -> Int {
    let power = factor.multipliedReportingOverflow(by: factor * factor * factor * factor)
    return power.overflow ? 64 : Int.bitWidth - (power.partialValue - 1).leadingZeroBitCount
  }

  package static func == (lhs: Decimation, rhs: Decimation) -> Bool {
    lhs.factor == rhs.factor && lhs.cascadeFactors == rhs.cascadeFactors
      && lhs.filterFactor == rhs.filterFactor
  }

  /// The delay of low frequencies: a station frame shows what the device took this much earlier than
  /// the last capture frame that went into it.
  ///
  /// The delay rises with frequency, by 0.3 of the station's sample at a tenth of its rate and by 1.9
  /// at a fifth.
  ///
  /// - Parameter captureRateHertz: The device's rate.
  /// - Returns: The delay, rounded down.
  package func delayNanoseconds(captureRateHertz: Int) -> Int64 {
    guard factor > 1, let coefficients = DecimationCoefficients.filter(before: filterFactor) else {
      return 0
    }
    let (first, second) = cascadeFactors
    // Twice the delay in capture frames: order × (factor − 1) for a cascade.
    let cascades = Int64(IntegratorComb.order) * Int64(first - 1 + first * (second - 1))
    var moment: Int64 = 0
    for (position, coefficient) in coefficients.enumerated() {
      moment += Int64(position) * Int64(coefficient)
    }
    // The coefficients add up to 2²⁶; the moment stays below 2³⁶, the product below 2⁴⁷.
    let doubledQ26 = cascades << 26 + 2 * moment * Int64(first * second)
    let frames = doubledQ26.multipliedFullWidth(by: 1_000_000_000)
    return (Int64(captureRateHertz) << 27).dividingFullWidth(frames).quotient
  }

  /// Rates a station can have with a device's, the nearest below and above a wish; nil where none.
  package static func nearestRates(
    captureRateHertz: Int, to sampleRate: SampleRate, inputBits: Int
  ) -> (below: SampleRate?, above: SampleRate?) {
    let captureRate = Int64(captureRateHertz) * 1_000_000
    var below: SampleRate?
    var above: SampleRate?
    for factor in 1...largestFactor where captureRate % Int64(factor) == 0 {
      let rate = SampleRate(microhertz: captureRate / Int64(factor))
      guard rate.isSupported, Self(factor: factor, inputBits: inputBits) != nil else { continue }
      if rate.microhertz >= sampleRate.microhertz {
        above = rate
      } else {
        below = rate
        break
      }
    }
    return (below, above)
  }
}
