package import SeismicTypes

/// What an archive is and keeps.
package struct ArchiveParameters: Equatable, Sendable {
  package enum Format: Equatable, Sendable {
    /// Version 2.4 of SEED's data records, through libmseed; codes of 2, 5, 2 and 3 characters.
    case miniSEED2
    /// FDSN miniSEED 3, by this station's own codec.
    case miniSEED3
  }

  /// Where event windows are kept, beside the days.
  package struct Events: Equatable, Sendable {
    package var preEventNanoseconds: Int64
    package var postEventNanoseconds: Int64
    package var retentionBytes: Int64

    package init(preEventNanoseconds: Int64, postEventNanoseconds: Int64, retentionBytes: Int64) {
      self.preEventNanoseconds = preEventNanoseconds
      self.postEventNanoseconds = postEventNanoseconds
      self.retentionBytes = retentionBytes
    }
  }

  package var station: StationIdentity
  /// The folder that holds the years.
  package var root: String
  package var format = Format.miniSEED2
  /// Of version 2 each record's length, of version 3 the largest.
  package var recordByteCount = 512
  /// After this time everything received is on storage, whatever becomes of the power.
  package var flushNanoseconds: Int64 = 60_000_000_000
  /// Whether flushes wait for storage; not where the root lies in memory.
  package var isDurable = true
  /// The disk folder that an archive in memory is copied to at each flush; nil for none.
  package var copyRoot: String?
  /// Days older than that before the newest one are removed; nil keeps them.
  package var retentionDays: Int64?
  /// What the days may hold, in memory that of `root`, in the copy that of `copyRoot`; nil for any.
  package var retentionBytes: Int64?
  /// The space other programs are left; the oldest days go for it.
  package var reserveBytes: Int64 = 256 << 20
  /// Nil where no event windows are kept.
  package var events: Events?

  package init(station: StationIdentity, root: String) {
    self.station = station
    self.root = root
  }
}
