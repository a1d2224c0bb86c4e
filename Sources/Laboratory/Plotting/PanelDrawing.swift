/// Draws one panel into its rectangle.
struct PanelDrawing {
  let panel: Panel
  let horizontal: Axis
  let area: Rectangle

  func draw(into document: inout SVGDocument, name: String) {
    document.openClip(area, name: name)
    let heatMap = panel.heatMap.map {
      HeatMapDrawing(map: $0, horizontal: horizontal, vertical: panel.axis, area: area)
    }
    heatMap?.drawCells(into: &document)
    drawGrid(into: &document)
    for band in panel.bands { draw(band, into: &document) }
    for level in panel.levels { document.polyline(across(at: level.value), level.style) }
    for curve in panel.curves { draw(curve, into: &document) }
    for scatter in panel.scatters { draw(scatter, into: &document) }
    document.closeClip()
    document.frame(area)
    for note in panel.notes {
      document.label(note.words, at: place(note.at), LabelStyle(size: 11, hasHalo: true))
    }
    drawAxis(into: &document)
    heatMap?.drawKey(into: &document)
    PanelLegend(panel: panel, horizontal: horizontal, area: area).draw(into: &document)
  }

  private func place(_ point: Point) -> Point {
    Point(
      area.left + horizontal.fraction(of: point.x) * area.width,
      area.bottom - panel.axis.fraction(of: point.y) * area.height)
  }

  private func drawGrid(into document: inout SVGDocument) {
    for tick in panel.axis.minorTicks { document.polyline(across(at: tick), .minorGrid) }
    for tick in horizontal.minorTicks { document.polyline(upward(at: tick), .minorGrid) }
    for tick in panel.axis.writtenTicks { document.polyline(across(at: tick.value), .grid) }
    for tick in horizontal.writtenTicks { document.polyline(upward(at: tick.value), .grid) }
  }

  private func across(at value: Double) -> [Point] {
    let y = place(Point(horizontal.lower, value)).y
    return [Point(area.left, y), Point(area.right, y)]
  }

  private func upward(at value: Double) -> [Point] {
    let x = place(Point(value, panel.axis.lower)).x
    return [Point(x, area.top), Point(x, area.bottom)]
  }

  private func draw(_ curve: Panel.Curve, into document: inout SVGDocument) {
    for piece in curve.points.split(whereSeparator: { $0.y.isNaN || !$0.x.isFinite }) {
      var part = curve
      part.points = Array(piece)
      let thin = part.thinned(over: horizontal, columns: Int(area.width))
      document.polyline(steps(thin).map(place), curve.style)
    }
  }

  private func draw(_ scatter: Panel.Scatter, into document: inout SVGDocument) {
    for (point, half) in zip(scatter.points, scatter.halfBars) {
      let ends = [Point(point.x, point.y - half), Point(point.x, point.y + half)].map(place)
      document.polyline(ends, .thin)
      for end in ends {
        document.polyline([Point(end.x - 3, end.y), Point(end.x + 3, end.y)], .thin)
      }
    }
    for point in scatter.points where point.x.isFinite && point.y.isFinite {
      document.marker(scatter.shape, at: place(point))
    }
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
    for tick in panel.axis.writtenTicks {
      let y = place(Point(horizontal.lower, tick.value)).y
      document.label(
        tick.text, at: Point(area.left - 6, y + 4), LabelStyle(size: 11, anchor: .end))
    }
    document.label(
      panel.axis.label, at: Point(area.left - 64, area.top + area.height / 2),
      LabelStyle(anchor: .middle, isUpright: false))
    drawLevelNames(into: &document)
  }

  /// From the top down, each name beside its line or, where that is taken, below the one before.
  private func drawLevelNames(into document: inout SVGDocument) {
    let shown = panel.levels.filter { (0...1).contains(panel.axis.fraction(of: $0.value)) }
    var lowest = -Double.infinity
    for level in shown.sorted(by: { $0.value > $1.value }) {
      let y = max(place(Point(horizontal.lower, level.value)).y + 4, lowest + 12)
      document.label(level.name, at: Point(area.right + 5, y), LabelStyle(size: 11))
      lowest = y
    }
  }
}
