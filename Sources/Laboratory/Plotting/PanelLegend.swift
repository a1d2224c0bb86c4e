/// The names of a panel's curves, points and bands, each beside a piece of what it names.
struct PanelLegend {
  let panel: Panel
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

  private func box(width: Double, height: Double) -> Rectangle {
    let isLeft = panel.legend == .topLeft || panel.legend == .bottomLeft
    let isTop = panel.legend == .topLeft || panel.legend == .topRight
    return Rectangle(
      left: isLeft ? area.left + 6 : area.right - width - 6,
      top: isTop ? area.top + 5 : area.bottom - height - 5, width: width, height: height)
  }
}
