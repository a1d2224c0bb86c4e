/// One diagram of a figure: curves over the common horizontal axis.
package struct Panel: Sendable {
  /// A line through points, drawn straight from one to the next or in steps.
  package struct Curve: Sendable {
    package var points: [Point]
    package var style: LineStyle
    package var isStepped: Bool
    /// For the legend; nil leaves the curve out of it.
    package var name: String?

    package init(
      _ points: [Point], _ style: LineStyle, isStepped: Bool = false, name: String? = nil
    ) {
      self.points = points
      self.style = style
      self.isStepped = isStepped
      self.name = name
    }
  }

  /// A grey area between two stepped curves with common times.
  package struct Band: Sendable {
    package var lower: [Point]
    package var upper: [Point]
    package var name: String?

    package init(lower: [Point], upper: [Point], name: String? = nil) {
      self.lower = lower
      self.upper = upper
      self.name = name
    }
  }

  /// A value that matters, as a horizontal line with its name at the right.
  package struct Level: Sendable {
    package var value: Double
    package var name: String
    package var style: LineStyle

    package init(_ value: Double, name: String, _ style: LineStyle = .dashed) {
      self.value = value
      self.name = name
      self.style = style
    }
  }

  package var axis: Axis
  package var curves: [Curve] = []
  package var bands: [Band] = []
  package var levels: [Level] = []

  package init(_ axis: Axis) { self.axis = axis }
}
