internal import Foundation

/// JSON whose keys keep their order, for files that people read.
package indirect enum OrderedJSON: Sendable {
  case number(Double)
  case text(String)
  case flag(Bool)
  case list([OrderedJSON])
  case object([(key: String, value: OrderedJSON)])

  /// On one line.
  package var line: String {
    switch self {
    case .number(let number): Self.text(of: number)
    case .text(let text): Self.quoted(text)
    case .flag(let flag): flag ? "true" : "false"
    case .list(let elements): "[" + elements.map { $0.line }.joined(separator: ", ") + "]"
    case .object(let members):
      "{"
        + members.map { Self.quoted($0.key) + ": " + $0.value.line }.joined(separator: ", ") + "}"
    }
  }

  /// On several lines, lists of numbers on one.
  package var indented: String { indented(by: "") + "\n" }

  private func indented(by margin: String) -> String {
    let inner = margin + "  "
    switch self {
    case .object(let members) where !members.isEmpty:
      let lines = members.map { inner + Self.quoted($0.key) + ": " + $0.value.indented(by: inner) }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + margin + "}"
    case .list(let elements) where elements.contains { $0.isContainer }:
      let lines = elements.map { inner + $0.indented(by: inner) }
      return "[\n" + lines.joined(separator: ",\n") + "\n" + margin + "]"
    default: return line
    }
  }

  private var isContainer: Bool {
    switch self {
    case .object, .list: true
    default: false
    }
  }

  /// Ten significant digits, and no more than the number needs.
  static func text(of number: Double) -> String {
    guard number.isFinite else { return "null" }
    return String(format: "%.10g", number)
  }

  /// JSON's own escapes; jansson and Foundation read all others as they are.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
