/// Draws one panel into its rectangle.
struct PanelDrawing {
  let panel: Panel
  let time: Axis
  let area: Rectangle

  func draw(into document: inout SVGDocument, name: String) {
    document.openClip(area, name: name)
    for tick in panel.axis.ticks { document.polyline(horizontal(at: tick), .grid) }
    for tick in time.ticks { document.polyline(vertical(at: tick), .grid) }
    for band in panel.bands { draw(band, into: &document) }
    for level in panel.levels { document.polyline(horizontal(at: level.value), level.style) }
    for curve in panel.curves {
      let thin = curve.thinned(over: time, columns: Int(area.width))
      document.polyline(steps(thin).map(place), curve.style)
    }
    document.closeClip()
    document.frame(area)
    drawAxis(into: &document)
    drawLegend(into: &document)
  }

  private func place(_ point: Point) -> Point {
    Point(
      area.left + time.fraction(of: point.x) * area.width,
      area.bottom - panel.axis.fraction(of: point.y) * area.height)
  }

  private func horizontal(at value: Double) -> [Point] {
    let y = place(Point(time.lower, value)).y
    return [Point(area.left, y), Point(area.right, y)]
  }

  private func vertical(at value: Double) -> [Point] {
    let x = place(Point(value, panel.axis.lower)).x
    return [Point(x, area.top), Point(x, area.bottom)]
  }

  /// A stepped curve keeps each value until the next point.
  private func steps(_ curve: Panel.Curve) -> [Point] {
    curve.isStepped ? Self.steps(curve.points) : curve.points
  }

  private static func steps(_ points: [Point]) -> [Point] {
    var stepped: [Point] = []
    for point in points {
      if let last = stepped.last { stepped.append(Point(point.x, last.y)) }
      stepped.append(point)
    }
    return stepped
  }

  private func draw(_ band: Panel.Band, into document: inout SVGDocument) {
    let outline = Self.steps(band.upper) + Self.steps(band.lower).reversed()
    document.area(outline.map(place))
  }

  private func drawAxis(into document: inout SVGDocument) {
    for tick in panel.axis.ticks {
      let y = place(Point(time.lower, tick)).y
      document.label(
        Axis.text(of: tick), at: Point(area.left - 6, y + 4), LabelStyle(size: 11, anchor: .end))
    }
    document.label(
      panel.axis.label, at: Point(area.left - 60, area.top + area.height / 2),
      LabelStyle(anchor: .middle, isUpright: false))
    drawLevelNames(into: &document)
  }

  /// From the top down, each name beside its line or, where that is taken, below the one before.
  private func drawLevelNames(into document: inout SVGDocument) {
    let shown = panel.levels.filter { (0...1).contains(panel.axis.fraction(of: $0.value)) }
    var lowest = -Double.infinity
    for level in shown.sorted(by: { $0.value > $1.value }) {
      let y = max(place(Point(time.lower, level.value)).y + 4, lowest + 12)
      document.label(level.name, at: Point(area.right + 5, y), LabelStyle(size: 11))
      lowest = y
    }
  }

  private func drawLegend(into document: inout SVGDocument) {
    let names = panel.curves.compactMap { $0.name } + panel.bands.compactMap { $0.name }
    guard let widest = names.map({ $0.count }).max() else { return }
    document.patch(
      Rectangle(
        left: area.left + 6, top: area.top + 5, width: 44 + Double(widest) * 6.2,
        height: Double(names.count) * 16 + 4))
    var y = area.top + 17
    for curve in panel.curves {
      guard let name = curve.name else { continue }
      document.polyline([Point(area.left + 10, y - 4), Point(area.left + 38, y - 4)], curve.style)
      document.label(name, at: Point(area.left + 44, y), LabelStyle(size: 11))
      y += 16
    }
    for band in panel.bands {
      guard let name = band.name else { continue }
      let (left, right) = (area.left + 10, area.left + 38)
      document.area([
        Point(left, y - 9), Point(right, y - 9), Point(right, y + 1), Point(left, y + 1),
      ])
      document.label(name, at: Point(area.left + 44, y), LabelStyle(size: 11))
      y += 16
    }
  }
}
