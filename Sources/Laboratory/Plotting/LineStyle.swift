/// How a line is drawn; lines differ by width and dashes, so that they do so in black and white.
package enum LineStyle: Sendable {
  case thin
  case thick
  case dashed
  case dotted
  case grid

  var attributes: String {
    switch self {
    case .thin: "stroke=\"#000000\" stroke-width=\"0.8\" stroke-linejoin=\"round\""
    case .thick: "stroke=\"#000000\" stroke-width=\"2.2\" stroke-linejoin=\"round\""
    case .dashed: "stroke=\"#000000\" stroke-width=\"1.2\" stroke-dasharray=\"7 4\""
    case .dotted: "stroke=\"#000000\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 3\""
    case .grid: "stroke=\"#dddddd\" stroke-width=\"0.8\""
    }
  }
}

/// How words are set.
package struct LabelStyle: Sendable {
  package enum Anchor: String, Sendable { case start, middle, end }

  package var size: Double
  package var anchor: Anchor
  package var isBold: Bool
  /// False turns the words by 90 degrees, to be read from below.
  package var isUpright: Bool

  package init(
    size: Double = 12, anchor: Anchor = .start, isBold: Bool = false, isUpright: Bool = true
  ) {
    self.size = size
    self.anchor = anchor
    self.isBold = isBold
    self.isUpright = isUpright
  }
}
