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
