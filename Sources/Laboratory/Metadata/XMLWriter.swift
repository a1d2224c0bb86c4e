/// Writes an XML document, element by element, indented by one space a level.
package struct XMLWriter {
  package private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var open: [String] = []

  package init() {}

  /// An element with nothing but text in it.
  package mutating func leaf(
    _ name: String, _ words: String, _ attributes: [(String, String)] = []
  ) {
    indent()
    text += "<" + name + Self.list(attributes) + ">" + Self.escaped(words) + "</" + name + ">\n"
  }

  /// A leaf whose text is a number, in as few digits as tell it from every other.
  package mutating func leaf(
    _ name: String, number: Double, _ attributes: [(String, String)] = []
  ) {
    leaf(name, Self.number(number), attributes)
  }

  /// An element with others in it.
  package mutating func element(
    _ name: String, _ attributes: [(String, String)] = [], _ content: (inout XMLWriter) -> Void
  ) {
    indent()
    text += "<" + name + Self.list(attributes) + ">\n"
    open.append(name)
    content(&self)
    open.removeLast()
    indent()
    text += "</" + name + ">\n"
  }

  private mutating func indent() { text += String(repeating: " ", count: open.count) }

  private static func list(_ attributes: [(String, String)]) -> String {
    attributes.map { " " + $0.0 + "=\"" + escaped($0.1) + "\"" }.joined()
  }

  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  /// Text as XML holds it; control characters, which XML forbids, become question marks.
  static func escaped(_ words: String) -> String {
    var text = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": text += "?"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
