/// Why a model file was refused: the part of it, what was found there, and what was expected.
package enum NetworkError: Error, Equatable, Sendable {
  /// The bytes are no sound FlatBuffer of a TFLite model.
  case file(field: String, byteOffset: Int, expected: String)
  /// A count or size beyond what `NetworkLimits` allow.
  case limit(quantity: String, found: Int, limit: Int)
  case tensor(index: Int, name: String, field: String, found: String, expected: String)
  case operation(index: Int, kind: String, field: String, found: String, expected: String)
  /// The text of the model's own metadata, entry "firstbreak".
  case metadata(line: Int, found: String, expected: String)
  /// The model is sound, but not for this station: its chain, a feature or an output.
  case unsupported(field: String, found: String, expected: String)

  /// The error as one sentence.
  package var message: String {
    switch self {
    case .file(let field, let byteOffset, let expected):
      "\(field), byte \(byteOffset): expected \(expected)"
    case .limit(let quantity, let found, let limit):
      "\(quantity): \(found), at most \(limit) allowed"
    case .tensor(let index, let name, let field, let found, let expected):
      "tensor \(index) \"\(name)\": \(field) is \(found), expected \(expected)"
    case .operation(let index, let kind, let field, let found, let expected):
      "operator \(index) \(kind): \(field) is \(found), expected \(expected)"
    case .metadata(let line, let found, let expected):
      "metadata \"firstbreak\", line \(line): \(found), expected \(expected)"
    case .unsupported(let field, let found, let expected):
      "\(field) is \(found), expected \(expected)"
    }
  }
}
