/// The object `archive` of a station file: where and how the station keeps its samples.
package struct ArchiveSettings: Equatable, Sendable {
  package enum Format: String, Equatable, Sendable {
    case miniseed2, miniseed3
  }

  /// Where the archive lives between flushes.
  package enum Mode: String, Equatable, Sendable {
    /// On storage that outlives the power.
    case disk
    /// In a folder that lies in memory, copied to another at each flush or never.
    case memory
  }

  /// The object `events`: records around events, kept apart.
  package struct Events: Equatable, Sendable {
    package var preEventSeconds = 60.0
    package var postEventSeconds = 180.0
    package var retentionMebibytes = 512

    package init() {}
  }

  /// The folder that holds the years.
  package var root: String
  package var format = Format.miniseed2
  /// 512 or 4096.
  package var recordLengthBytes = 512
  package var flushIntervalSeconds = 60.0
  package var mode = Mode.disk
  /// Where an archive in memory is copied to; nil for nowhere.
  package var copyDirectory: String?
  /// Nil keeps days however old they are.
  package var retentionDays: Int?
  /// Nil keeps as much as there is room for.
  package var retentionMebibytes: Int?
  package var minimumFreeMebibytes = 256
  /// How far the archive may fall behind its sources.
  package var ringSeconds = 60
  /// Nil keeps no event windows apart.
  package var events: Events? = Events()

  package init(root: String) { self.root = root }
}
