package import SeismicTypes

/// Builds one JSON object on one line, member by member, without a line feed.
package struct JSONLine {
  private var members = ""

  package init() {}

  /// The object.
  package var text: String { "{" + members + "}" }

  package mutating func add(_ name: String, _ value: Int64) { add(name, raw: String(value)) }

  package mutating func add(_ name: String, unsigned value: UInt64) {
    add(name, raw: String(value))
  }

  package mutating func add(_ name: String, _ value: Bool) {
    add(name, raw: value ? "true" : "false")
  }

  package mutating func add(_ name: String, _ value: ShortText) {
    add(name, raw: Self.quoted(value))
  }

  /// A member of text that the program itself made: nothing in it needs escaping.
  package mutating func add(_ name: String, word: String) { add(name, raw: "\"" + word + "\"") }

  /// Thousandths as a number with three decimals.
  package mutating func add(_ name: String, thousandths value: Int64) {
    add(name, raw: Self.decimal(thousandths: value))
  }

  package mutating func add(_ name: String, object: JSONLine) { add(name, raw: object.text) }

  /// A member whose value is JSON already.
  package mutating func add(_ name: String, raw value: String) {
    if !members.utf8.isEmpty { members += "," }
    members += "\"" + name + "\":" + value
  }

  package static func array(_ elements: [String]) -> String {
    var text = "["
    for index in elements.indices {
      if index > 0 { text += "," }
      text += elements[index]
    }
    return text + "]"
  }

  /// The text in quotation marks; of printable ASCII only `"` and `\` need escaping.
  package static func quoted(_ text: ShortText) -> String {
    var quoted = "\""
    for index in 0..<text.count {
      let byte = text.byte(at: index)
      if byte == 0x22 || byte == 0x5C { quoted += "\\" }
      quoted.unicodeScalars.append(Unicode.Scalar(byte))
    }
    return quoted + "\""
  }

  /// Thousandths as a decimal number: −50 is `-0.050`.
  package static func decimal(thousandths value: Int64) -> String {
    let magnitude = value.magnitude
    let decimals = String(magnitude % 1000)
    let padding = String(repeating: "0", count: 3 - decimals.utf8.count)
    return (value < 0 ? "-" : "") + String(magnitude / 1000) + "." + padding + decimals
  }
}
