/// Diagrams one above the other over a common horizontal axis, with marks that run through all that
/// share it.
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
  private static let left = 88.0
  private static let right = 110.0
  private static let panelGap = 22.0
  /// Below a panel whose horizontal axis is written there.
  private static let axisHeight = 52.0
  private static let rowHeight = 15.0

  /// The figure as an SVG file.
  package var svg: String {
    let rows = markRows()
    let top = 62 + Double((rows.max() ?? -1) + 1) * Self.rowHeight
    let (areas, bottom) = layout(from: top)
    var document = SVGDocument(width: Self.width, height: bottom)
    document.label(title, at: Point(Self.left, 24), LabelStyle(size: 16, isBold: true))
    document.label(subtitle, at: Point(Self.left, 43))
    let common = zip(panels, areas).filter { $0.0.horizontal == nil }.map { $0.1 }
    let span = (from: common.first?.top ?? top, to: common.last?.bottom ?? top)
    // Lines of the grid lie behind the data, instants that matter over them.
    drawMarks(rows, from: span.from, to: span.to, isGrid: true, into: &document)
    for (index, area) in areas.enumerated() {
      let horizontal = panels[index].horizontal ?? axis
      let drawing = PanelDrawing(panel: panels[index], horizontal: horizontal, area: area)
      drawing.draw(into: &document, name: "panel\(index + 1)")
      if writesAxis(below: index) { draw(horizontal, below: area, into: &document) }
    }
    drawMarks(rows, from: span.from, to: span.to, isGrid: false, into: &document)
    return document.text
  }

  /// The panels' rectangles from the top down, and the end of the picture.
  private func layout(from top: Double) -> (areas: [Rectangle], bottom: Double) {
    var areas: [Rectangle] = []
    var y = top
    for (index, panel) in panels.enumerated() {
      areas.append(
        Rectangle(
          left: Self.left, top: y, width: Self.width - Self.left - Self.right,
          height: panel.height))
      y += panel.height + (writesAxis(below: index) ? Self.axisHeight : Self.panelGap)
    }
    return (areas, areas.isEmpty ? y + Self.axisHeight : y)
  }

  /// Whether the horizontal axis is written below a panel: it is the panel's own, or the next panel
  /// has another, or none follows.
  private func writesAxis(below index: Int) -> Bool {
    panels[index].horizontal != nil || index == panels.count - 1
      || panels[index + 1].horizontal != nil
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
    _ rows: [Int], from top: Double, to end: Double, isGrid: Bool,
    into document: inout SVGDocument
  ) {
    for (mark, row) in zip(marks, rows) where (mark.style == .grid) == isGrid {
      let x = place(of: mark.at)
      let y = top - 6 - Double(row) * Self.rowHeight
      document.polyline([Point(x, y - 9), Point(x, end)], mark.style)
      document.label(mark.name, at: Point(x + 4, y), LabelStyle(size: 11))
    }
  }

  private func draw(
    _ horizontal: Axis, below area: Rectangle, into document: inout SVGDocument
  ) {
    for tick in horizontal.writtenTicks {
      let x = area.left + horizontal.fraction(of: tick.value) * area.width
      document.label(tick.text, at: Point(x, area.bottom + 17), LabelStyle(anchor: .middle))
    }
    document.label(
      horizontal.label, at: Point(area.left + area.width / 2, area.bottom + 38),
      LabelStyle(anchor: .middle))
  }
}
