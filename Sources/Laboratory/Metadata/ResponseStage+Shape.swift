import Foundation
package import StationConfiguration

/// A board's stage gain is that of the stage's flat part, as data sheets give it: the generator constant
/// of a geophone above its natural frequency, the gain of a low-pass below its corner.
extension ResponseStage {
  /// Π(s − zero) / Π(s − pole) at s = 2πif, as StationXML writes it before its normalisation factor.
  package func quotient(atHertz frequency: Double) -> ComplexNumber {
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

  /// The quotient brought to 1 in the flat part: each zero at the origin makes a high-pass of the
  /// smallest pole left; all others hold at 0 Hz.
  package func shape(atHertz frequency: Double) -> ComplexNumber {
    let scale = ComplexNumber(real: flatPartScale, imaginary: 0)
    return quotient(atHertz: frequency) * scale
  }

  private var flatPartScale: Double {
    let origins = zerosRadiansPerSecond.filter { $0.magnitude == 0 }.count
    let poles = polesRadiansPerSecond.map(\.magnitude).sorted().dropFirst(origins)
    let zeros = zerosRadiansPerSecond.map(\.magnitude).filter { $0 > 0 }
    return poles.reduce(1, *) / zeros.reduce(1, *)
  }

  package var isFlat: Bool { polesRadiansPerSecond.isEmpty && zerosRadiansPerSecond.isEmpty }
}
