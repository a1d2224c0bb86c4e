/// Draws a heat map into a panel's rectangle, and its key at the right of it.
struct HeatMapDrawing {
  let map: HeatMap
  let horizontal: Axis
  let vertical: Axis
  let area: Rectangle

  /// The cells, to be clipped to the panel.
  func drawCells(into document: inout SVGDocument) {
    var boxes = [[Rectangle]](repeating: [], count: HeatMap.shadeCount)
    for stripe in map.stripes() {
      let left = x(of: stripe.lower.x)
      let top = y(of: stripe.upper.y)
      // A hair wider and higher than the cell, so that no white seam shows between neighbours.
      boxes[stripe.shade].append(
        Rectangle(
          left: left, top: top, width: x(of: stripe.upper.x) - left + 0.3,
          height: y(of: stripe.lower.y) - top + 0.3))
    }
    for (shade, boxes) in boxes.enumerated() where shade > 0 {
      document.boxes(boxes, fill: HeatMap.colour(of: shade))
    }
  }

  /// The key: a bar of all shades with its values and unit.
  func drawKey(into document: inout SVGDocument) {
    let bar = Rectangle(left: area.right + 14, top: area.top, width: 14, height: area.height)
    let step = bar.height / Double(HeatMap.shadeCount)
    for shade in 0..<HeatMap.shadeCount {
      let top = bar.bottom - Double(shade + 1) * step
      document.boxes(
        [Rectangle(left: bar.left, top: top, width: bar.width, height: step + 0.3)],
        fill: HeatMap.colour(of: shade))
    }
    document.frame(bar)
    for tick in map.key.writtenTicks {
      let y = bar.bottom - map.key.fraction(of: tick.value) * bar.height
      document.label(tick.text, at: Point(bar.right + 4, y + 4), LabelStyle(size: 11))
    }
    document.label(
      map.key.label, at: Point(bar.right + 58, area.top + area.height / 2),
      LabelStyle(anchor: .middle, isUpright: false))
  }

  private func x(of value: Double) -> Double {
    area.left + horizontal.fraction(of: value) * area.width
  }

  private func y(of value: Double) -> Double {
    area.bottom - vertical.fraction(of: value) * area.height
  }
}
