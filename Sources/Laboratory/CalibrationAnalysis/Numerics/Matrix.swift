/// A small dense matrix of doubles, rows first.
package struct Matrix: Equatable, Sendable {
  package let rowCount: Int
  package let columnCount: Int
  private var values: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    rowCount = rows
    columnCount = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  /// A matrix of rows of equal length, at least one.
  package init(_ rows: [[Double]]) {
    precondition(!rows.isEmpty && rows.allSatisfy { $0.count == rows[0].count }, "ragged rows")
    self.init(rows: rows.count, columns: rows[0].count)
    values = rows.flatMap { $0 }
  }

  package static func identity(_ count: Int) -> Matrix {
    var matrix = Matrix(rows: count, columns: count)
    for index in 0..<count { matrix[index, index] = 1 }
    return matrix
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[row * columnCount + column] }
    set { values[row * columnCount + column] = newValue }
  }

  package func row(_ index: Int) -> [Double] {
    Array(values[index * columnCount..<(index + 1) * columnCount])
  }

  package var transposed: Matrix {
    var result = Matrix(rows: columnCount, columns: rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { result[column, row] = self[row, column] }
    }
    return result
  }

  package static func * (left: Matrix, right: Matrix) -> Matrix {
    precondition(left.columnCount == right.rowCount, "shapes do not fit")
    var result = Matrix(rows: left.rowCount, columns: right.columnCount)
    for row in 0..<left.rowCount {
      for inner in 0..<left.columnCount {
        let factor = left[row, inner]
        for column in 0..<right.columnCount {
          result[row, column] += factor * right[inner, column]
        }
      }
    }
    return result
  }

  package static func * (left: Matrix, right: [Double]) -> [Double] {
    (0..<left.rowCount).map { row in
      var sum = 0.0
      for column in 0..<left.columnCount { sum += left[row, column] * right[column] }
      return sum
    }
  }

  /// The solution x of self · x = right of a square matrix, by elimination with row exchange; nil
  /// where the matrix is singular to working precision.
  package func solved(for right: Matrix) -> Matrix? {
    precondition(rowCount == columnCount && right.rowCount == rowCount, "shapes do not fit")
    var left = self
    var right = right
    let smallest = (values.map { abs($0) }.max() ?? 0) * 1e-14
    for pivot in 0..<rowCount {
      let best = (pivot..<rowCount).max { abs(left[$0, pivot]) < abs(left[$1, pivot]) } ?? pivot
      guard abs(left[best, pivot]) > smallest else { return nil }
      left.exchange(pivot, best)
      right.exchange(pivot, best)
      for row in 0..<rowCount where row != pivot {
        let factor = left[row, pivot] / left[pivot, pivot]
        guard factor != 0 else { continue }
        left.subtract(row: pivot, times: factor, from: row)
        right.subtract(row: pivot, times: factor, from: row)
      }
    }
    for row in 0..<rowCount {
      for column in 0..<right.columnCount { right[row, column] /= left[row, row] }
    }
    return right
  }

  /// The inverse, or nil where there is none.
  package var inverted: Matrix? { solved(for: .identity(rowCount)) }

  private mutating func exchange(_ first: Int, _ second: Int) {
    guard first != second else { return }
    for column in 0..<columnCount {
      (self[first, column], self[second, column]) = (self[second, column], self[first, column])
    }
  }

  private mutating func subtract(row: Int, times factor: Double, from target: Int) {
    for column in 0..<columnCount { self[target, column] -= factor * self[row, column] }
  }
}
