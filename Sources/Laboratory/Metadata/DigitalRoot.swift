import Foundation
import SeismicTypes
import StationConfiguration

/// A pole or zero of a digital filter in the z plane.
struct DigitalRoot {
  let real: Double
  let imaginary: Double

  /// Roots whose frequency is above a thirteenth of the rate shape no pass band that a station uses, as
  /// those of FIR filters do not.
  private static let farthest = 0.5

  /// The root of the analogue filter that has the same response far below the rate, s = rate · ln z.
  ///
  /// - Parameter rateHertz: Of the filter's input.
  /// - Returns: In rad/s; nil where it makes a delay or a corner near half the rate.
  func analogue(rateHertz: Double) -> ComplexNumber? {
    let magnitude = hypot(real, imaginary)
    guard magnitude > 0 else { return nil }
    let (size, angle) = (log(magnitude), atan2(imaginary, real))
    guard hypot(size, angle) <= Self.farthest else { return nil }
    return ComplexNumber(real: size * rateHertz, imaginary: angle * rateHertz)
  }
}
