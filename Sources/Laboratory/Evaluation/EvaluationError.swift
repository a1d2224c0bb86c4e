/// Why a data set or one of its records cannot be evaluated.
package enum EvaluationError: Error {
  case unreadable(path: String, reason: String)
  case columnMissing(path: String, column: String)
  case badRow(path: String, line: Int, fields: Int, expected: Int)
  case badValue(path: String, line: Int, column: String, value: String, expected: String)
  /// The words of the stage that refused the record.
  case record(id: String, words: String)

  package var message: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .columnMissing(let path, let column): "\(path): no column \(column) in the first line"
    case .badRow(let path, let line, let fields, let expected):
      "\(path): line \(line) has \(fields) fields, expected \(expected)"
    case .badValue(let path, let line, let column, let value, let expected):
      "\(path): line \(line): \(column) is \"\(value)\", expected \(expected)"
    case .record(let id, let words): "record \(id): \(words)"
    }
  }
}
