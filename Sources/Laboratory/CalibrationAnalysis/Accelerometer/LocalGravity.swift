internal import Foundation

/// Gravity where a sensor is calibrated, m/s².
package struct LocalGravity: Equatable, Sendable {
  package var metresPerSecondSquared: Double
  package var standardUncertaintyMetresPerSecondSquared: Double

  /// A measured value.
  package init(
    metresPerSecondSquared: Double, standardUncertaintyMetresPerSecondSquared: Double
  ) {
    self.metresPerSecondSquared = metresPerSecondSquared
    self.standardUncertaintyMetresPerSecondSquared = standardUncertaintyMetresPerSecondSquared
  }

  /// The normal gravity of WGS84 at a latitude and height.
  ///
  /// Somigliana's closed formula and its second-order continuation upward (NIMA TR8350.2, equations 4-1
  /// and 4-3).
  /// The height above the sea stands for that above the ellipsoid, which is at most 100 m away and
  /// worth 3 × 10⁻⁴ m/s²; with the anomalies of the ground that is the standard uncertainty stated.
  package init(latitudeDegrees: Double, heightMetres: Double) {
    let square = pow(sin(latitudeDegrees * .pi / 180), 2)
    let surface =
      9.780_325_335_9 * (1 + 0.001_931_852_652_41 * square)
      / (1 - 0.006_694_379_990_14 * square).squareRoot()
    let semiMajor = 6_378_137.0
    let flattening = 1 / 298.257_223_563
    let ratio = 0.003_449_786_506_84
    let linear = 2 / semiMajor * (1 + flattening + ratio - 2 * flattening * square)
    metresPerSecondSquared =
      surface
      * (1 - linear * heightMetres + 3 * heightMetres * heightMetres / (semiMajor * semiMajor))
    standardUncertaintyMetresPerSecondSquared = 3e-4
  }

  /// Standard gravity, one g of a data sheet (CGPM 1901).
  package static let standardMetresPerSecondSquared = 9.806_65
}
