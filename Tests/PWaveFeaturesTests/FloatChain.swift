import Foundation
import SeismicTypes

/// Chain 1 on one component in double precision: what the station's conditioning approximates.
struct FloatChain {
  /// A two-pole Butterworth high-pass at 0.075 Hz, direct form II transposed.
  private struct HighPass {
    let gain: Double
    let a1: Double
    let a2: Double
    var z1 = 0.0
    var z2 = 0.0

    init(sampleRateHertz: Double) {
      let g = tan(Double.pi * 0.075 / sampleRateHertz)
      let norm = 1 + 2.0.squareRoot() * g + g * g
      gain = 1 / norm
      a1 = 2 * (g * g - 1) / norm
      a2 = (1 - 2.0.squareRoot() * g + g * g) / norm
    }

    mutating func process(_ x: Double) -> Double {
      let y = gain * x + z1
      z1 = -2 * gain * x - a1 * y + z2
      z2 = gain * x - a2 * y
      return y
    }
  }

  /// Trapezoidal, from zero at the first sample.
  private struct Integral {
    let halfInterval: Double
    var previous: Double?
    var sum = 0.0

    mutating func process(_ x: Double) -> Double {
      if let previous { sum += (x + previous) * halfInterval }
      previous = x
      return sum
    }
  }

  private var highPasses: [HighPass]
  private var integrals: [Integral]

  init(sampleRateHertz: Double) {
    highPasses = Array(repeating: HighPass(sampleRateHertz: sampleRateHertz), count: 3)
    integrals = Array(repeating: Integral(halfInterval: 0.5 / sampleRateHertz), count: 2)
  }

  /// The motion of a vertical acceleration in cm/s², rounded to the path's picometres.
  mutating func process(_ acceleration: Double) -> GroundMotion {
    let a = highPasses[0].process(acceleration)
    let v = highPasses[1].process(integrals[0].process(a))
    let d = highPasses[2].process(integrals[1].process(v))
    var motion = GroundMotion()
    motion.accelerationPicometresPerSecondSquared.vertical = Int64((a * 1e10).rounded())
    motion.velocityPicometresPerSecond.vertical = Int64((v * 1e10).rounded())
    motion.displacementPicometres.vertical = Int64((d * 1e10).rounded())
    return motion
  }
}
