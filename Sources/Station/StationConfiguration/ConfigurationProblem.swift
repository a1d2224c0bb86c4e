/// One thing that is wrong with a configuration file.
package enum ConfigurationProblem: Error, Equatable, Sendable {
  case unreadable(file: String, reason: String)
  /// Group or others may write the file, so that its settings are nobody's in particular.
  case writableByOthers(file: String, mode: UInt32)
  case notJSON(file: String, line: Int, column: Int, reason: String)
  case missing(file: String, keyPath: String, expected: String)
  case unknownKey(file: String, keyPath: String, similarKey: String?)
  /// `value` is the JSON text of what stands in the file.
  case wrongValue(file: String, keyPath: String, value: String, expected: String)

  /// The problem in one line that names file, key path, value and what was expected.
  package var message: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(printable(file)): cannot be read: \(reason)"
    case .writableByOthers(let file, let mode):
      "\(printable(file)): group or others may write it (mode \(String(mode, radix: 8))), "
        + "expected go-w (chmod go-w)"
    case .notJSON(let file, let line, let column, let reason):
      "\(printable(file)):\(line):\(column): \(printable(reason))"
    case .missing(let file, let keyPath, let expected):
      "\(printable(file)): \(keyPath) is missing, expected \(expected)"
    case .unknownKey(let file, let keyPath, let similarKey):
      "\(printable(file)): \(keyPath) is not a known key"
        + (similarKey.map { ", expected perhaps \($0)" } ?? "")
    case .wrongValue(let file, let keyPath, let value, let expected):
      "\(printable(file)): \(keyPath) is \(value), expected \(expected)"
    }
  }
}

/// `text` with every control byte written as `?`, so that a line stays one line.
func printable(_ text: String) -> String {
  var bytes: [UInt8] = []
  for byte in text.utf8 { bytes.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte) }
  return String(decoding: bytes, as: UTF8.self)
}
