/// The words of a command line: `--name value`, `--name=value`, `--flag` and operands; values may
/// repeat.
struct Options {
  private var values: [String: [String]] = [:]
  private var flags: Set<String> = []
  /// Words that belong to no option.
  private(set) var operands: [String] = []

  init(_ arguments: [String], of command: any Command.Type) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        guard operands.count < command.operandLimit else {
          throw UsageError(
            message: "unexpected \"\(argument)\", expected an option such as --name")
        }
        operands.append(argument)
        continue
      }
      try takeOption(argument, &rest, command)
    }
  }

  private mutating func takeOption(
    _ argument: String, _ rest: inout ArraySlice<String>, _ command: any Command.Type
  ) throws {
    let parts = argument.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    if command.flagOptions.contains(name), parts.count == 1 {
      flags.insert(name)
      return
    }
    let isList = command.listOptions.contains(name)
    guard isList || command.valueOptions.contains(name) else {
      throw UsageError(message: "unknown option --\(name)")
    }
    let value = parts.count == 2 ? String(parts[1]) : Self.takeValue(&rest)
    guard let value, !value.isEmpty else { throw UsageError(message: "--\(name) needs a value") }
    values[name, default: []].append(value)
    while isList, let more = Self.takeValue(&rest) { values[name, default: []].append(more) }
  }

  /// The next word, unless it is an option.
  private static func takeValue(_ rest: inout ArraySlice<String>) -> String? {
    guard let next = rest.first, !next.hasPrefix("--") else { return nil }
    rest.removeFirst()
    return next
  }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// Every value of an option, in the order given.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of an option that may be given once.
  func value(_ name: String) throws -> String? {
    let given = all(name)
    guard given.count <= 1 else { throw UsageError(message: "--\(name) is given twice") }
    return given.first
  }

  /// The value of an option that must be given.
  func required(_ name: String) throws -> String {
    guard let value = try value(name) else { throw UsageError(message: "--\(name) is missing") }
    return value
  }

  /// The value of an option that must be one of several words.
  func choice(_ name: String, among words: [String], default fallback: String) throws -> String {
    guard let word = try value(name) else { return fallback }
    guard words.contains(word) else {
      throw UsageError(
        message: "--\(name) is \"\(word)\", expected \(words.joined(separator: ", "))")
    }
    return word
  }

  /// The value of an option that must be a whole number in a range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let word = try value(name) else { return nil }
    guard let number = Int(word), range.contains(number) else {
      throw UsageError(
        message: "--\(name) is \"\(word)\", expected a whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }
}
