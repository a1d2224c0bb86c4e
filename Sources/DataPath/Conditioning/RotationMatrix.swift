package import FixedPoint

/// A 3 × 3 rotation in Q3.60, rows and columns in the order vertical, north, east.
package struct RotationMatrix: BitwiseCopyable, Equatable, Sendable {
  package var vertical: Row
  package var north: Row
  package var east: Row

  /// One row: the weights of the vertical, north and east axes.
  package struct Row: BitwiseCopyable, Equatable, Sendable {
    package var vertical: Q60
    package var north: Q60
    package var east: Q60

    package init(vertical: Q60, north: Q60, east: Q60) {
      self.vertical = vertical
      self.north = north
      self.east = east
    }
  }

  package init(vertical: Row, north: Row, east: Row) {
    self.vertical = vertical
    self.north = north
    self.east = east
  }

  /// The rotation that changes nothing.
  package static var identity: RotationMatrix {
    let zero = Q60(rawValue: 0)
    return RotationMatrix(
      vertical: Row(vertical: .one, north: zero, east: zero),
      north: Row(vertical: zero, north: .one, east: zero),
      east: Row(vertical: zero, north: zero, east: .one))
  }
}
