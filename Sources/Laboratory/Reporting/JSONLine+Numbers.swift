package import Alerting
import Foundation

extension JSONLine {
  /// A number, or null where it is none, in as many digits as are significant.
  package mutating func add(_ name: String, number: Double?, digits: Int = 9) {
    add(name, raw: Self.number(number, digits))
  }

  /// An array of numbers, each null where it is none.
  package mutating func add(_ name: String, numbers: [Double?], digits: Int = 9) {
    add(name, raw: Self.array(numbers.map { Self.number($0, digits) }))
  }

  /// Any text, escaped.
  package mutating func add(_ name: String, text: String) { add(name, raw: Self.escaped(text)) }

  /// A text as JSON has it (RFC 8259, section 7).
  package static func escaped(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..."\u{1F}": quoted += String(format: "\\u%04x", scalar.value)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func number(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "null" }
    return String(format: "%.\(digits)g", value)
  }
}
