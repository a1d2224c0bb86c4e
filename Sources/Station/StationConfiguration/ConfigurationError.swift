/// Everything that is wrong with a set of configuration files, found in one go.
package struct ConfigurationError: Error, Equatable, Sendable {
  package var problems: [ConfigurationProblem]

  /// One line per problem.
  package var message: String {
    var text = ""
    for problem in problems {
      if !text.isEmpty { text += "\n" }
      text += problem.message
    }
    return text
  }
}
