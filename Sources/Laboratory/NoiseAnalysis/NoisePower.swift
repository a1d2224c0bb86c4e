import Foundation

/// Decibels relative to 1 m²/s⁴/Hz.
package enum NoisePower {
  /// 10·log10 of a power, which is held above the smallest normal number.
  package static func decibels(_ power: Double) -> Double {
    10 * log10(max(power, .leastNormalMagnitude))
  }

  static func two(to exponent: Double) -> Double { pow(2, exponent) }

  static func octaves(from lower: Double, to upper: Double) -> Double { log2(upper / lower) }
}

/// What a count is worth: counts² per (m/s²)² at each frequency.
///
/// A spectrum of counts divided by it is one of ground acceleration.
package struct AccelerationResponse: Sendable {
  private let powerGain: @Sendable (Double) -> Double

  /// The response of a sensor of acceleration or velocity.
  ///
  /// - Parameters:
  ///   - measuresVelocity: Whether `countsPerUnit` is per m/s in place of m/s².
  ///   - countsPerUnit: The size of the response at a frequency in Hz.
  package init(
    measuresVelocity: Bool, countsPerUnit: @escaping @Sendable (_ frequencyHertz: Double) -> Double
  ) {
    powerGain = { frequency in
      let gain = countsPerUnit(frequency)
      // Acceleration is velocity times 2πf.
      let unit = measuresVelocity ? 2 * Double.pi * frequency : 1
      return gain * gain / (unit * unit)
    }
  }

  /// Turns densities of counts into densities of acceleration in m²/s⁴/Hz.
  package func acceleration(_ powers: [Double], atHertz frequencies: [Double]) -> [Double] {
    zip(powers, frequencies).map { power, frequency in
      let gain = powerGain(frequency)
      return gain > 0 ? power / gain : .infinity
    }
  }
}
