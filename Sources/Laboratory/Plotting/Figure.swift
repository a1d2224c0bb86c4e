/// Diagrams one above the other over a common horizontal axis, with marks that run through all.
package struct Figure: Sendable {
  /// An instant that matters, as a vertical line with its name above the diagrams.
  package struct Mark: Sendable {
    package var at: Double
    package var name: String
    package var style: LineStyle

    package init(at: Double, name: String, _ style: LineStyle) {
      self.at = at
      self.name = name
      self.style = style
    }
  }

  package var title: String
  package var subtitle: String
  package var axis: Axis
  package var panels: [Panel]
  /// In the order of time.
  package var marks: [Mark] = []

  package init(title: String, subtitle: String, axis: Axis, panels: [Panel]) {
    self.title = title
    self.subtitle = subtitle
    self.axis = axis
    self.panels = panels
  }

  static let width = 960.0
  private static let left = 84.0
  private static let right = 110.0
  private static let panelHeight = 190.0
  private static let panelGap = 22.0
  private static let bottom = 52.0
  private static let rowHeight = 15.0

  /// The figure as an SVG file.
  package var svg: String {
    let rows = markRows()
    let top = 62 + Double((rows.max() ?? -1) + 1) * Self.rowHeight
    let areas = panels.indices.map {
      Rectangle(
        left: Self.left, top: top + Double($0) * (Self.panelHeight + Self.panelGap),
        width: Self.width - Self.left - Self.right, height: Self.panelHeight)
    }
    let end = areas.last?.bottom ?? top
    var document = SVGDocument(width: Self.width, height: end + Self.bottom)
    document.label(title, at: Point(Self.left, 24), LabelStyle(size: 16, isBold: true))
    document.label(subtitle, at: Point(Self.left, 43))
    for (index, panel) in panels.enumerated() {
      let drawing = PanelDrawing(panel: panel, time: axis, area: areas[index])
      drawing.draw(into: &document, name: "panel\(index + 1)")
    }
    drawMarks(rows, from: top, to: end, into: &document)
    if let last = areas.last { drawTimes(below: last, into: &document) }
    return document.text
  }

  /// The row of each mark's name, 0 the lowest: above those of all later marks that it reaches, so
  /// that it crosses neither their names nor their lines.
  private func markRows() -> [Int] {
    var rows = [Int](repeating: 0, count: marks.count)
    for index in marks.indices.reversed() {
      let end = place(of: marks[index].at) + Double(marks[index].name.count) * 6.6 + 10
      let reached = (index + 1..<marks.count).filter { place(of: marks[$0].at) < end }
      rows[index] = (reached.map { rows[$0] }.max() ?? -1) + 1
    }
    return rows
  }

  private func place(of value: Double) -> Double {
    Self.left + axis.fraction(of: value) * (Self.width - Self.left - Self.right)
  }

  private func drawMarks(
    _ rows: [Int], from top: Double, to end: Double, into document: inout SVGDocument
  ) {
    for (mark, row) in zip(marks, rows) {
      let x = place(of: mark.at)
      let y = top - 6 - Double(row) * Self.rowHeight
      document.polyline([Point(x, y - 9), Point(x, end)], mark.style)
      document.label(mark.name, at: Point(x + 4, y), LabelStyle(size: 11))
    }
  }

  private func drawTimes(below area: Rectangle, into document: inout SVGDocument) {
    for tick in axis.ticks {
      document.label(
        Axis.text(of: tick), at: Point(place(of: tick), area.bottom + 17),
        LabelStyle(anchor: .middle))
    }
    document.label(
      axis.label, at: Point(area.left + area.width / 2, area.bottom + 38),
      LabelStyle(anchor: .middle))
  }
}
