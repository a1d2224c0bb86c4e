internal import Foundation

/// Nine parameters of a three-axis accelerometer from positions whose directions are unknown: the
/// ellipsoid ‖A (y − b)‖ = g that the readings lie on, A symmetric against the nominal axes.
///
/// Turning the sensor in its case changes no reading's length, so that the three angles between its
/// axes and the case stay unknown: the cross-axis ratios are against axes that are turned to fit the
/// sensor's own best, and their uncertainties say nothing of the case.
package struct EllipsoidFit: Sendable {
  package let offsetCounts: [Double]
  package let offsetUncertaintyCounts: [Double]
  package let sensitivityCountsPerUnit: [Double]
  package let sensitivityUncertaintyPerUnit: [Double]
  package let crossAxisRatios: [[Double]]
  package let crossAxisUncertaintyRatios: [[Double]]
  /// ‖A (y − b)‖ − g for each position, m/s².
  package let residuals: [Double]
  package let expectedDeviations: [Double]
  package let reducedChiSquare: Double?

  /// The least that nine parameters need.
  package static let leastPositionCount = 9

  /// Fits, or gives nil where the positions do not determine an ellipsoid.
  package init?(_ positions: [StillPosition], nominal: NominalSensor, gravity: LocalGravity) {
    let readings = positions.map { nominal.force($0) }
    let deviations = positions.map { position in
      Statistics.mean(
        nominal.sensitivities.indices.map {
          position.meanUncertaintyCounts[$0] / abs(nominal.sensitivities[$0])
        })
    }
    let g = gravity.metresPerSecondSquared
    let residuals = { (parameters: [Double]) -> [Double] in
      zip(readings, deviations).map { (Self.length(parameters, $0) - g) / $1 }
    }
    guard positions.count >= Self.leastPositionCount,
      let fit = NonlinearFit(
        from: [1, 1, 1, 0, 0, 0, 0, 0, 0],
        scales: [Double](repeating: 1e-5, count: 6) + [Double](repeating: 1e-4, count: 3),
        residuals: residuals),
      fit.covariance[0, 0] < 1
    else { return nil }
    let inflation = max(1, fit.reducedChiSquare ?? 1)
    guard let values = Self.derived(fit.parameters, nominal) else { return nil }
    let uncertainties = Self.propagate(fit, nominal).map { (inflation * $0).squareRoot() }
    let relative = gravity.standardUncertaintyMetresPerSecondSquared / g
    offsetCounts = Array(values[0..<3])
    offsetUncertaintyCounts = Array(uncertainties[0..<3])
    sensitivityCountsPerUnit = Array(values[3..<6])
    sensitivityUncertaintyPerUnit = (3..<6).map {
      (uncertainties[$0] * uncertainties[$0] + values[$0] * values[$0] * relative * relative)
        .squareRoot()
    }
    crossAxisRatios = (0..<3).map { Array(values[6 + $0 * 3..<9 + $0 * 3]) }
    crossAxisUncertaintyRatios = (0..<3).map { Array(uncertainties[6 + $0 * 3..<9 + $0 * 3]) }
    self.residuals = zip(fit.residuals, deviations).map { $0 * $1 }
    expectedDeviations = deviations
    reducedChiSquare = fit.reducedChiSquare
  }

  private static func symmetric(_ parameters: [Double]) -> Matrix {
    Matrix([
      [parameters[0], parameters[3], parameters[4]],
      [parameters[3], parameters[1], parameters[5]],
      [parameters[4], parameters[5], parameters[2]],
    ])
  }

  private static func length(_ parameters: [Double], _ reading: [Double]) -> Double {
    Vector.length(symmetric(parameters) * (0..<3).map { reading[$0] - parameters[6 + $0] })
  }

  /// Three offsets and sensitivities in counts and nine cross-axis ratios.
  private static func derived(_ parameters: [Double], _ nominal: NominalSensor) -> [Double]? {
    guard let gain = symmetric(parameters).inverted else { return nil }
    let offsets = (0..<3).map {
      nominal.offsets[$0] + parameters[6 + $0] * nominal.sensitivities[$0]
    }
    let sensitivities = (0..<3).map { gain[$0, $0] * nominal.sensitivities[$0] }
    let ratios = (0..<3).flatMap { row in (0..<3).map { gain[row, $0] / gain[row, row] } }
    return offsets + sensitivities + ratios
  }

  /// The variances of what is derived, by its derivatives.
  private static func propagate(_ fit: NonlinearFit, _ nominal: NominalSensor) -> [Double] {
    let step = 1e-6
    var columns: [[Double]] = []
    for index in fit.parameters.indices {
      var above = fit.parameters
      var below = fit.parameters
      above[index] += step
      below[index] -= step
      let high = derived(above, nominal) ?? []
      let low = derived(below, nominal) ?? []
      columns.append(zip(high, low).map { ($0 - $1) / (2 * step) })
    }
    return (0..<15).map { row in
      var variance = 0.0
      for first in columns.indices {
        for second in columns.indices {
          variance += columns[first][row] * fit.covariance[first, second] * columns[second][row]
        }
      }
      return max(0, variance)
    }
  }
}
