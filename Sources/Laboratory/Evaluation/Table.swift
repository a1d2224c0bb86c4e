internal import Foundation

/// A CSV file with a line of column names (RFC 4180; quoted fields may hold commas and newlines).
struct Table {
  /// One line of the table; `value(of:)` finds a field by its column.
  struct Row {
    let table: Table
    let index: Int
  }

  let path: String
  private let columns: [String: Int]
  private let fields: [[String]]

  init(readingFrom path: String) throws(EvaluationError) {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    try self.init(text, path: path)
  }

  init(_ text: String, path: String) throws(EvaluationError) {
    var lines = Self.split(text)
    guard !lines.isEmpty else { throw .unreadable(path: path, reason: "it is empty") }
    let names = lines.removeFirst()
    for (index, line) in lines.enumerated() where line.count != names.count {
      throw .badRow(path: path, line: index + 2, fields: line.count, expected: names.count)
    }
    self.path = path
    columns = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    fields = lines
  }

  var rows: [Row] { fields.indices.map { Row(table: self, index: $0) } }

  fileprivate func field(_ column: String, _ row: Int) throws(EvaluationError) -> String {
    guard let place = columns[column] else { throw .columnMissing(path: path, column: column) }
    return fields[row][place]
  }

  private static func split(_ text: String) -> [[String]] {
    var lines: [[String]] = []
    var line: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted:
        line.append(String(decoding: field, as: UTF8.self))
        field = []
      case UInt8(ascii: "\n") where !isQuoted:
        line.append(String(decoding: field, as: UTF8.self))
        lines.append(line)
        (line, field) = ([], [])
      case UInt8(ascii: "\r") where !isQuoted: break
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !line.isEmpty {
      lines.append(line + [String(decoding: field, as: UTF8.self)])
    }
    return lines.filter { $0 != [""] }
  }
}

extension Table.Row {
  /// The text of a field.
  func text(_ column: String) throws(EvaluationError) -> String { try table.field(column, index) }

  /// A number, or nil for an empty field.
  func number(_ column: String) throws(EvaluationError) -> Double? {
    let text = try text(column)
    if text.isEmpty { return nil }
    guard let value = Double(text), value.isFinite else {
      throw .badValue(
        path: table.path, line: index + 2, column: column, value: text, expected: "a number")
    }
    return value
  }

  /// A number that must be there.
  func required(_ column: String) throws(EvaluationError) -> Double {
    guard let value = try number(column) else {
      throw .badValue(
        path: table.path, line: index + 2, column: column, value: "", expected: "a number")
    }
    return value
  }
}
