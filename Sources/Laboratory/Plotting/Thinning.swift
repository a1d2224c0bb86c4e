extension Panel.Curve {
  /// The curve with at most four points a column of the picture: first, least, greatest and last, so
  /// that no peak is lost however many samples a column holds.
  package func thinned(over axis: Axis, columns: Int) -> Panel.Curve {
    guard points.count > 4 * columns else { return self }
    var thin = self
    thin.points = []
    var column: ArraySlice<Point> = []
    var number = Int.min
    for index in points.indices {
      let fraction = min(max(axis.fraction(of: points[index].x), -1), 2)
      let next = Int((fraction * Double(columns)).rounded(.down))
      if next != number {
        thin.points += Self.extremes(of: column)
        column = points[index..<index]
        number = next
      }
      column = points[column.startIndex...index]
    }
    thin.points += Self.extremes(of: column)
    return thin
  }

  private static func extremes(of column: ArraySlice<Point>) -> [Point] {
    guard let first = column.indices.first, let last = column.indices.last,
      let least = column.indices.min(by: { column[$0].y < column[$1].y }),
      let greatest = column.indices.max(by: { column[$0].y < column[$1].y })
    else { return [] }
    return Set([first, least, greatest, last]).sorted().map { column[$0] }
  }
}
