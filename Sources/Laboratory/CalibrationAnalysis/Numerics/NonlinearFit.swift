/// A nonlinear least-squares fit by Levenberg's and Marquardt's method: the parameters that make the
/// sum of squared residuals smallest (Marquardt 1963, 10.1137/0111030).
///
/// Residuals come divided by their standard deviations; derivatives are taken by central differences.
package struct NonlinearFit: Sendable {
  package let parameters: [Double]
  /// (JᵀJ)⁻¹ at the solution.
  package let covariance: Matrix
  package let residuals: [Double]
  package let chiSquare: Double
  package let freedomCount: Int

  package var reducedChiSquare: Double? {
    freedomCount > 0 ? chiSquare / Double(freedomCount) : nil
  }

  private static let mostSteps = 200

  /// Fits, or gives nil where the residuals are not finite, do not determine the parameters or do not
  /// settle.
  ///
  /// - Parameters:
  ///   - start: Where to begin.
  ///   - scales: How far each parameter is moved for its derivative, about 10⁻⁵ of its size.
  ///   - evaluate: The residuals at some parameters, always as many.
  package init?(
    from start: [Double], scales: [Double], residuals evaluate: ([Double]) -> [Double]
  ) {
    var parameters = start
    var current = evaluate(parameters)
    var chiSquare = Self.square(current)
    guard chiSquare.isFinite, current.count >= start.count else { return nil }
    var damping = 1e-3
    var hasSettled = false
    for _ in 0..<Self.mostSteps where !hasSettled {
      let (normal, gradient) = Self.linearise(parameters, scales, evaluate)
      var isBetter = false
      while !isBetter && !hasSettled {
        guard let step = Self.step(normal, gradient, damping) else { return nil }
        let trial = zip(parameters, step).map { $0 - $1 }
        let trialResiduals = evaluate(trial)
        let trialSquare = Self.square(trialResiduals)
        let isSmall = zip(step, scales).allSatisfy { abs($0) < 1e-4 * $1 }
        if trialSquare.isFinite && trialSquare <= chiSquare {
          isBetter = true
          hasSettled = isSmall || chiSquare - trialSquare <= 1e-14 * chiSquare
          (parameters, current, chiSquare) = (trial, trialResiduals, trialSquare)
          damping = max(damping / 10, 1e-12)
        } else {
          hasSettled = isSmall || damping > 1e12
          damping *= 10
        }
      }
    }
    let (normal, _) = Self.linearise(parameters, scales, evaluate)
    guard hasSettled, let covariance = normal.inverted else { return nil }
    self.parameters = parameters
    self.covariance = covariance
    self.residuals = current
    self.chiSquare = chiSquare
    freedomCount = current.count - start.count
  }

  private static func square(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }

  /// JᵀJ and Jᵀr.
  private static func linearise(
    _ parameters: [Double], _ scales: [Double], _ evaluate: ([Double]) -> [Double]
  ) -> (normal: Matrix, gradient: [Double]) {
    let centre = evaluate(parameters)
    let columns = parameters.indices.map { index in
      var above = parameters
      var below = parameters
      above[index] += scales[index]
      below[index] -= scales[index]
      return zip(evaluate(above), evaluate(below)).map { ($0 - $1) / (2 * scales[index]) }
    }
    var normal = Matrix(rows: parameters.count, columns: parameters.count)
    for row in parameters.indices {
      for column in parameters.indices {
        normal[row, column] = zip(columns[row], columns[column]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return (normal, columns.map { zip($0, centre).reduce(0) { $0 + $1.0 * $1.1 } })
  }

  private static func step(_ normal: Matrix, _ gradient: [Double], _ damping: Double) -> [Double]? {
    // Scaled to a unit diagonal, so that parameters of different units are alike.
    let count = gradient.count
    var scaled = Matrix(rows: count, columns: count)
    let sizes = (0..<count).map { max(normal[$0, $0], 1e-300).squareRoot() }
    for row in 0..<count {
      for column in 0..<count {
        scaled[row, column] = normal[row, column] / (sizes[row] * sizes[column])
      }
      scaled[row, row] *= 1 + damping
    }
    let right = Matrix(gradient.indices.map { [gradient[$0] / sizes[$0]] })
    guard let solution = scaled.solved(for: right) else { return nil }
    return (0..<count).map { solution[$0, 0] / sizes[$0] }
  }
}
