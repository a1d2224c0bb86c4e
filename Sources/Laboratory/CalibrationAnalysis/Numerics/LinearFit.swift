/// A weighted linear least-squares fit: the parameters that make Σ ((y − A p) / σ)² smallest, by
/// Householder's QR decomposition of the weighted design.
package struct LinearFit: Sendable {
  package let parameters: [Double]
  /// (AᵀV⁻¹A)⁻¹ with the variances as they were stated.
  package let covariance: Matrix
  /// y − A p.
  package let residuals: [Double]
  /// Σ (residual / σ)².
  package let chiSquare: Double
  package let freedomCount: Int

  /// χ² for each degree of freedom; nil where nothing is left to judge by.
  package var reducedChiSquare: Double? {
    freedomCount > 0 ? chiSquare / Double(freedomCount) : nil
  }

  /// Fits, or gives nil where the design does not determine every parameter.
  ///
  /// - Parameters:
  ///   - design: One row an observation.
  ///   - observations: One a row.
  ///   - deviations: The standard deviation of each, above zero.
  package init?(_ design: Matrix, observations: [Double], deviations: [Double]) {
    let rows = design.rowCount
    let columns = design.columnCount
    guard rows >= columns, observations.count == rows, deviations.count == rows else { return nil }
    var triangle = Matrix(rows: rows, columns: columns)
    var right = [Double](repeating: 0, count: rows)
    for row in 0..<rows {
      for column in 0..<columns { triangle[row, column] = design[row, column] / deviations[row] }
      right[row] = observations[row] / deviations[row]
    }
    var scales = [Double](repeating: 0, count: columns)
    for column in 0..<columns {
      for row in 0..<rows { scales[column] += triangle[row, column] * triangle[row, column] }
      scales[column] = scales[column].squareRoot()
    }
    for column in 0..<columns { Self.reflect(&triangle, &right, column) }
    for column in 0..<columns
    where abs(triangle[column, column]) <= 1e-10 * scales[column] || scales[column] == 0 {
      return nil
    }
    var inverse = Matrix(rows: columns, columns: columns)
    for column in 0..<columns {
      for row in stride(from: column, through: 0, by: -1) {
        var sum = row == column ? 1.0 : 0
        if row < column {
          for inner in row + 1...column { sum -= triangle[row, inner] * inverse[inner, column] }
        }
        inverse[row, column] = sum / triangle[row, row]
      }
    }
    parameters = inverse * Array(right[..<columns])
    covariance = inverse * inverse.transposed
    let fitted = design * parameters
    residuals = zip(observations, fitted).map { $0 - $1 }
    chiSquare = zip(residuals, deviations).reduce(0) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) }
    freedomCount = rows - columns
  }

  /// Reflects rows from the diagonal down so that nothing is left below it in one column.
  private static func reflect(_ matrix: inout Matrix, _ right: inout [Double], _ column: Int) {
    var norm = 0.0
    for row in column..<matrix.rowCount { norm += matrix[row, column] * matrix[row, column] }
    norm = norm.squareRoot()
    guard norm > 0 else { return }
    var vector = (column..<matrix.rowCount).map { matrix[$0, column] }
    vector[0] += vector[0] < 0 ? -norm : norm
    let square = vector.reduce(0) { $0 + $1 * $1 }
    for target in column..<matrix.columnCount {
      var sum = 0.0
      for (offset, value) in vector.enumerated() { sum += value * matrix[column + offset, target] }
      for (offset, value) in vector.enumerated() {
        matrix[column + offset, target] -= 2 * sum / square * value
      }
    }
    var sum = 0.0
    for (offset, value) in vector.enumerated() { sum += value * right[column + offset] }
    for (offset, value) in vector.enumerated() { right[column + offset] -= 2 * sum / square * value }
  }
}
