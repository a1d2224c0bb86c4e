import Foundation
package import StationConfiguration

extension ComplexNumber {
  package static func * (lhs: ComplexNumber, rhs: ComplexNumber) -> ComplexNumber {
    ComplexNumber(
      real: lhs.real * rhs.real - lhs.imaginary * rhs.imaginary,
      imaginary: lhs.real * rhs.imaginary + lhs.imaginary * rhs.real)
  }

  package static func / (lhs: ComplexNumber, rhs: ComplexNumber) -> ComplexNumber {
    let size = rhs.real * rhs.real + rhs.imaginary * rhs.imaginary
    return ComplexNumber(
      real: (lhs.real * rhs.real + lhs.imaginary * rhs.imaginary) / size,
      imaginary: (lhs.imaginary * rhs.real - lhs.real * rhs.imaginary) / size)
  }

  package var magnitude: Double { hypot(real, imaginary) }
}

extension ResponseStage {
  /// Π(s − zero) / Π(s − pole) at s = 2πif: the shape of the stage before it is scaled to its gain.
  package func shape(atHertz frequency: Double) -> ComplexNumber {
    let s = 2 * Double.pi * frequency
    var value = ComplexNumber(real: 1, imaginary: 0)
    for zero in zerosRadiansPerSecond {
      value = value * ComplexNumber(real: -zero.real, imaginary: s - zero.imaginary)
    }
    for pole in polesRadiansPerSecond {
      value = value / ComplexNumber(real: -pole.real, imaginary: s - pole.imaginary)
    }
    return value
  }

  package var isFlat: Bool { polesRadiansPerSecond.isEmpty && zerosRadiansPerSecond.isEmpty }
}
