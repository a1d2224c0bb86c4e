/// What makes a trigger impossible to build.
package enum TriggeringError: Error, Equatable, Sendable {
  case windowTooShort(key: String, milliseconds: Int64, microhertz: Int64)
  case outOfRange(key: String, value: Int64, expected: String)

  /// The setting at fault, its value and what was expected.
  package var message: String {
    @_optimize(size) get {
      switch self {
      case .windowTooShort(let key, let milliseconds, let microhertz):
        "trigger.\(key): \(milliseconds) ms is less than one sample at \(microhertz) µHz"
      case .outOfRange(let key, let value, let expected):
        "trigger.\(key): \(value) is outside \(expected)"
      }
    }
  }
}
