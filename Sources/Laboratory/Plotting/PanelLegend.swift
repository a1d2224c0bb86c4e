/// The names of a panel's curves, points and bands, each beside a piece of what it names.
struct PanelLegend {
  let panel: Panel
  let horizontal: Axis
  let area: Rectangle

  private static let rowHeight = 16.0

  func draw(into document: inout SVGDocument) {
    let names =
      panel.curves.compactMap { $0.name } + panel.scatters.compactMap { $0.name }
      + panel.bands.compactMap { $0.name }
    guard let widest = names.map({ $0.count }).max() else { return }
    let box = box(
      width: 44 + Double(widest) * 6.2, height: Double(names.count) * Self.rowHeight + 4)
    document.patch(box)
    var y = box.top + 12
    for curve in panel.curves {
      guard let name = curve.name else { continue }
      document.polyline([Point(box.left + 4, y - 4), Point(box.left + 32, y - 4)], curve.style)
      write(name, in: box, at: &y, into: &document)
    }
    for scatter in panel.scatters {
      guard let name = scatter.name else { continue }
      document.marker(scatter.shape, at: Point(box.left + 18, y - 4))
      write(name, in: box, at: &y, into: &document)
    }
    for band in panel.bands {
      guard let name = band.name else { continue }
      let (left, right) = (box.left + 4, box.left + 32)
      document.area([
        Point(left, y - 9), Point(right, y - 9), Point(right, y + 1), Point(left, y + 1),
      ])
      write(name, in: box, at: &y, into: &document)
    }
  }

  private func write(
    _ name: String, in box: Rectangle, at y: inout Double, into document: inout SVGDocument
  ) {
    document.label(name, at: Point(box.left + 38, y), LabelStyle(size: 11))
    y += Self.rowHeight
  }

  /// The box in the panel's corner or, where none is chosen, in the one that hides least.
  private func box(width: Double, height: Double) -> Rectangle {
    let boxes = Panel.Corner.allCases.map { box(in: $0, width: width, height: height) }
    if let corner = panel.legend { return box(in: corner, width: width, height: height) }
    let marks = drawnPoints()
    let hidden = boxes.map { box in marks.count { box.contains($0) } }
    return hidden.indices.min { hidden[$0] < hidden[$1] }.map { boxes[$0] } ?? boxes[0]
  }

  private func box(in corner: Panel.Corner, width: Double, height: Double) -> Rectangle {
    let isLeft = corner == .topLeft || corner == .bottomLeft
    let isTop = corner == .topLeft || corner == .topRight
    return Rectangle(
      left: isLeft ? area.left + 6 : area.right - width - 6,
      top: isTop ? area.top + 5 : area.bottom - height - 5, width: width, height: height)
  }

  /// Where something is drawn, in pixels: the points, and on the curves as many between two of them.
  private func drawnPoints() -> [Point] {
    var drawn: [Point] = []
    for curve in panel.curves {
      let thin = curve.thinned(over: horizontal, columns: Int(area.width)).points
      for (start, end) in zip(thin, thin.dropFirst()) {
        let (from, to) = (place(start), place(end))
        let pieces = min(max(1, Int(max(abs(to.x - from.x), abs(to.y - from.y)) / 8)), 200)
        drawn += (0...pieces).map { piece in
          let part = Double(piece) / Double(pieces)
          return Point(from.x + part * (to.x - from.x), from.y + part * (to.y - from.y))
        }
      }
    }
    for scatter in panel.scatters { drawn += scatter.points.map(place) }
    for band in panel.bands { drawn += (band.lower + band.upper).map(place) }
    return drawn
  }

  /// Beyond the picture where a value is no number.
  private func place(_ point: Point) -> Point {
    guard point.x.isFinite, point.y.isFinite else { return Point(-1e6, -1e6) }
    return Point(
      area.left + horizontal.fraction(of: point.x) * area.width,
      area.bottom - panel.axis.fraction(of: point.y) * area.height)
  }
}
