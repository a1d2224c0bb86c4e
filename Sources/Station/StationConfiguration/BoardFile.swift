/// A board file (`Boards/<board>.json`): what is true of every unit of a board.
package struct BoardFile: Equatable, Sendable {
  /// The board's name, the key `board`.
  package var name: String
  package var description = ""
  package var sources: [SourceDescription] = []
  /// Radon and environment, which stand among the sources in the file.
  package var slowSources: [SlowSourceDescription] = []

  package var realTime = RealTimeSettings()

  package init(name: String) { self.name = name }

  /// Whether every source is a recording, so that the station ends where the data end.
  package var isRecordingOnly: Bool {
    for source in sources {
      guard case .miniseed = source.driver else { return false }
    }
    return true
  }
}
