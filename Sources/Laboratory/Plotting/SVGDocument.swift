/// Writes a Scalable Vector Graphics 1.1 picture, element by element.
///
/// Coordinates are in pixels from the top left, printed with two decimals; numbers that are not
/// finite are drawn at 0, so that a picture is valid whatever the data are.
package struct SVGDocument {
  package let width: Double
  package let height: Double
  private var elements: [String] = []

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// The whole file.
  package var text: String {
    let size = "\(Self.number(width))\" height=\"\(Self.number(height))"
    let view = "0 0 \(Self.number(width)) \(Self.number(height))"
    let head = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(size)" viewBox="\(view)" \
      font-family="Helvetica, Arial, sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="#ffffff"/>
      """
    return ([head] + elements + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// What is drawn until `closeClip` stays inside the rectangle.
  package mutating func openClip(_ area: Rectangle, name: String) {
    elements.append(
      "<clipPath id=\"\(name)\"><rect \(Self.attributes(of: area))/></clipPath>"
        + "<g clip-path=\"url(#\(name))\">")
  }

  package mutating func closeClip() { elements.append("</g>") }

  package mutating func frame(_ area: Rectangle) {
    elements.append(
      "<rect \(Self.attributes(of: area)) fill=\"none\" stroke=\"#000000\" stroke-width=\"1\"/>")
  }

  /// A filled rectangle behind words, so that they stay readable over lines.
  package mutating func patch(_ area: Rectangle) {
    elements.append(
      "<rect \(Self.attributes(of: area)) fill=\"#ffffff\" fill-opacity=\"0.85\"/>")
  }

  package mutating func polyline(_ points: [Point], _ style: LineStyle) {
    guard points.count > 1 else { return }
    elements.append(
      "<polyline points=\"\(Self.list(points))\" fill=\"none\" \(style.attributes)/>")
  }

  /// A closed area in grey.
  package mutating func area(_ points: [Point]) {
    guard points.count > 2 else { return }
    elements.append(
      "<polygon points=\"\(Self.list(points))\" fill=\"#cccccc\" stroke=\"none\"/>")
  }

  /// Filled rectangles of one colour, as a single element.
  package mutating func boxes(_ boxes: [Rectangle], fill: String) {
    guard !boxes.isEmpty else { return }
    let path = boxes.map { box in
      "M" + Self.number(box.left) + " " + Self.number(box.top) + "h" + Self.number(box.width) + "v"
        + Self.number(box.height) + "h" + Self.number(-box.width) + "z"
    }
    elements.append("<path d=\"\(path.joined())\" fill=\"\(fill)\" stroke=\"none\"/>")
  }

  /// A small shape that stands for one point.
  package mutating func marker(_ shape: MarkerShape, at point: Point) {
    let (x, y) = (Self.number(point.x), Self.number(point.y))
    let outline = "fill=\"#ffffff\" stroke=\"#000000\" stroke-width=\"1\""
    switch shape {
    case .dot: elements.append("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"2.5\" fill=\"#000000\"/>")
    case .circle: elements.append("<circle cx=\"\(x)\" cy=\"\(y)\" r=\"3\" \(outline)/>")
    case .square:
      elements.append("<path d=\"M\(x) \(y)m-3 -3h6v6h-6z\" \(outline)/>")
    case .cross:
      elements.append(
        "<path d=\"M\(x) \(y)m-3 -3l6 6m0 -6l-6 6\" stroke=\"#000000\" stroke-width=\"1.2\"/>")
    case .triangle:
      elements.append("<path d=\"M\(x) \(y)m0 -4l3.5 6h-7z\" \(outline)/>")
    }
  }

  package mutating func label(_ words: String, at point: Point, _ style: LabelStyle = LabelStyle())
  {
    let place = "x=\"\(Self.number(point.x))\" y=\"\(Self.number(point.y))\""
    let turn =
      style.isUpright
      ? "" : " transform=\"rotate(-90 \(Self.number(point.x)) \(Self.number(point.y)))\""
    elements.append(
      "<text \(place) font-size=\"\(Self.number(style.size))\""
        + " text-anchor=\"\(style.anchor.rawValue)\""
        + (style.isBold ? " font-weight=\"bold\"" : "")
        + (style.hasHalo ? Self.halo : "") + "\(turn)>\(Self.escaped(words))</text>")
  }

  /// A white rim below the letters.
  private static let halo =
    " paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\""

  /// Text as XML holds it; control characters, which XML forbids, become question marks.
  static func escaped(_ words: String) -> String {
    var text = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\u{0}"..."\u{1F}", "\u{7F}": text += "?"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// A number with at most two decimals.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int64((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return sign + "\(whole)" }
    if rest % 10 == 0 { return sign + "\(whole).\(rest / 10)" }
    return sign + "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
  }

  private static func list(_ points: [Point]) -> String {
    points.map { number($0.x) + "," + number($0.y) }.joined(separator: " ")
  }

  private static func attributes(of area: Rectangle) -> String {
    "x=\"\(number(area.left))\" y=\"\(number(area.top))\" "
      + "width=\"\(number(area.width))\" height=\"\(number(area.height))\""
  }
}
