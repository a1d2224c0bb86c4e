/// Where a source's blocks come from.
package enum SourceOrigin: Sendable {
  /// A recording or made-up counts: it can hold back and it ends.
  case played(SourceFeed)
  /// A sensor: it waits for nobody and ends with the station.
  case live(LiveDevice)
}
