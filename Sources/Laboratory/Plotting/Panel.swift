/// One diagram of a figure: curves over the common horizontal axis, or over one of its own.
package struct Panel: Sendable {
  /// A line through points, drawn straight from one to the next or in steps.
  ///
  /// A point whose value is not a number breaks the line: a gap in the data is a gap in the curve.
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

  /// Single points, each with the bar of its uncertainty where that is known.
  package struct Scatter: Sendable {
    package var points: [Point]
    package var shape: MarkerShape
    /// Half the length of each point's vertical bar, in the unit of the vertical axis; empty for none.
    package var halfBars: [Double]
    /// For the legend; nil leaves the points out of it.
    package var name: String?

    package init(
      _ points: [Point], _ shape: MarkerShape, halfBars: [Double] = [], name: String? = nil
    ) {
      self.points = points
      self.shape = shape
      self.halfBars = halfBars
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

  /// Words beside a point, such as the name of a trace.
  package struct Note: Sendable {
    package var at: Point
    package var words: String

    package init(_ words: String, at point: Point) {
      self.words = words
      at = point
    }
  }

  /// Where the legend stands.
  package enum Corner: CaseIterable, Sendable { case topLeft, topRight, bottomLeft, bottomRight }

  package var axis: Axis
  /// The panel's own horizontal axis; nil takes the figure's.
  package var horizontal: Axis?
  /// In pixels of the picture.
  package var height = 190.0
  package var curves: [Curve] = []
  package var scatters: [Scatter] = []
  package var bands: [Band] = []
  package var levels: [Level] = []
  package var notes: [Note] = []
  package var heatMap: HeatMap?
  /// Nil takes the corner where the legend hides least.
  package var legend: Corner?

  package init(_ axis: Axis) { self.axis = axis }
}
