/// What an archive has to tell the operator.
package struct ArchiveNotice: Equatable, Sendable {
  package enum Level: Equatable, Sendable {
    case info, warning, error
  }

  package var level: Level
  package var words: String
}
