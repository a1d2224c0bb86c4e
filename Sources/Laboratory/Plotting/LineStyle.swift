/// How a line is drawn; lines differ by width and dashes, so that they do so in black and white.
package enum LineStyle: Sendable {
  case thin
  case thick
  case dashed
  case dotted
  case dashDotted
  case longDashed
  /// A trace among many, such as an hour of a day plot.
  case hair
  case grid
  case minorGrid

  var attributes: String {
    switch self {
    case .thin: "stroke=\"#000000\" stroke-width=\"0.8\" stroke-linejoin=\"round\""
    case .thick: "stroke=\"#000000\" stroke-width=\"2.2\" stroke-linejoin=\"round\""
    case .dashed: "stroke=\"#000000\" stroke-width=\"1.2\" stroke-dasharray=\"7 4\""
    case .dotted: "stroke=\"#000000\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 3\""
    case .dashDotted: "stroke=\"#000000\" stroke-width=\"1.2\" stroke-dasharray=\"8 3 1.5 3\""
    case .longDashed: "stroke=\"#000000\" stroke-width=\"1.6\" stroke-dasharray=\"16 5\""
    case .hair: "stroke=\"#000000\" stroke-width=\"0.4\" stroke-linejoin=\"round\""
    case .grid: "stroke=\"#cccccc\" stroke-width=\"0.8\""
    case .minorGrid: "stroke=\"#e6e6e6\" stroke-width=\"0.5\""
    }
  }
}

/// How a single point is drawn; shapes differ, so that they do so in black and white.
package enum MarkerShape: Sendable { case dot, circle, square, cross, triangle }

/// How words are set.
package struct LabelStyle: Sendable {
  package enum Anchor: String, Sendable { case start, middle, end }

  package var size: Double
  package var anchor: Anchor
  package var isBold: Bool
  /// False turns the words by 90 degrees, to be read from below.
  package var isUpright: Bool
  /// A white rim, so that words on a line or a curve can be read.
  package var hasHalo: Bool

  package init(
    size: Double = 12, anchor: Anchor = .start, isBold: Bool = false, isUpright: Bool = true,
    hasHalo: Bool = false
  ) {
    self.size = size
    self.anchor = anchor
    self.isBold = isBold
    self.isUpright = isUpright
    self.hasHalo = hasHalo
  }
}
