/// One command of the tool.
protocol Command {
  static var name: String { get }
  /// One line for the overview.
  static var summary: String { get }
  /// The whole help, with an example.
  static var help: String { get }
  /// Options that take a value, without their dashes.
  static var valueOptions: Set<String> { get }
  /// Options that take one value or more.
  static var listOptions: Set<String> { get }
  /// Options that stand alone.
  static var flagOptions: Set<String> { get }
  /// Words that stand alone, such as a subcommand; their greatest number.
  static var operandLimit: Int { get }
  /// Commands below this one; the first word chooses one of them.
  static var subcommands: [any Command.Type] { get }

  /// Does the work.
  ///
  /// - Parameter options: The command line, its option names checked.
  /// - Returns: Whether it succeeded; a reason has been printed where it did not.
  /// - Throws: `UsageError`, `WorkError` or a room's own error, which `main` puts into words.
  static func run(_ options: Options) throws -> Bool
}

extension Command {
  static var listOptions: Set<String> { [] }
  static var flagOptions: Set<String> { [] }
  static var operandLimit: Int { 0 }
  static var subcommands: [any Command.Type] { [] }
}

/// A command line that cannot be followed: exit status 2.
struct UsageError: Error {
  let message: String
}

/// Work that failed: exit status 1.
struct WorkError: Error {
  let message: String
}
