/// Values over a grid, from white for the least to black for the greatest, with a key beside them.
package struct HeatMap: Sendable {
  /// The columns' edges along the horizontal axis, ascending: one more than columns.
  package var columnEdges: [Double]
  /// The rows' edges along the vertical axis, ascending: one more than rows.
  package var rowEdges: [Double]
  /// Shape [columns][rows]; a cell that is not finite stays empty.
  package var values: [[Double]]
  /// What black and white stand for, with the unit in its label.
  package var key: Axis

  package init(columnEdges: [Double], rowEdges: [Double], values: [[Double]], key: Axis) {
    self.columnEdges = columnEdges
    self.rowEdges = rowEdges
    self.values = values
    self.key = key
  }

  static let shadeCount = 32

  /// The shade of a value, 0 white to 31 black, or nil for an empty cell.
  func shade(of value: Double) -> Int? {
    guard value.isFinite else { return nil }
    let fraction = min(max(key.fraction(of: value), 0), 1)
    return min(Int(fraction * Double(Self.shadeCount)), Self.shadeCount - 1)
  }

  /// The grey of a shade as SVG has it.
  static func colour(of shade: Int) -> String {
    let level = 255 - shade * 255 / (shadeCount - 1)
    let digits = String(level, radix: 16)
    let two = digits.count == 1 ? "0" + digits : digits
    return "#" + two + two + two
  }

  /// The rectangles of one shade each, in the grid's own numbers: neighbours of one shade in a column
  /// are joined, so that a file stays small.
  func stripes() -> [(shade: Int, lower: Point, upper: Point)] {
    var stripes: [(shade: Int, lower: Point, upper: Point)] = []
    for column in 0..<min(values.count, columnEdges.count - 1) {
      let cells = values[column]
      let count = min(cells.count, rowEdges.count - 1)
      var row = 0
      while row < count {
        let shade = shade(of: cells[row])
        var end = row + 1
        while end < count, self.shade(of: cells[end]) == shade { end += 1 }
        if let shade {
          stripes.append(
            (
              shade, Point(columnEdges[column], rowEdges[row]),
              Point(columnEdges[column + 1], rowEdges[end])
            ))
        }
        row = end
      }
    }
    return stripes
  }
}
