package import SeismicTypes

/// The last line of a replay or of a daemon's events: what passed through and the warning it gave.
package struct StationSummary: Sendable {
  package var peaks = ObservedPeaks()
  package var sampleCount: Int64 = 0
  package var gapCount: Int64 = 0
  package var eventCount: Int64 = 0
  /// The longest over the groups; nil where no level-3 alert or no strong shaking came.
  package var warningNanoseconds: Int64?

  /// The sum over the groups' tallies; peaks are the largest.
  package init(_ tallies: [PipelineTally]) {
    for tally in tallies {
      peaks.raise(to: tally.peaks)
      sampleCount += tally.sampleCount
      gapCount += tally.gapCount
      eventCount += tally.eventCount
      if let warning = tally.warningNanoseconds {
        warningNanoseconds = max(warningNanoseconds ?? warning, warning)
      }
    }
  }

  /// One JSON object on one line, without the line end.
  package var jsonLine: String {
    var line = "{\"type\":\"summary\""
    line += ",\"pgaMicrometresPerSecondSquared\":\(micro(peaks.pgaPicometresPerSecondSquared))"
    line += ",\"pgvMicrometresPerSecond\":\(micro(peaks.pgvPicometresPerSecond))"
    line += ",\"pgdMicrometres\":\(micro(peaks.pgdPicometres))"
    line += ",\"samples\":\(sampleCount),\"gaps\":\(gapCount),\"events\":\(eventCount)"
    if let warningNanoseconds {
      line += ",\"warningSeconds\":" + Self.seconds(warningNanoseconds)
    }
    return line + "}"
  }

  /// Seconds with three decimals, rounded toward zero.
  package static func seconds(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds.magnitude / 1_000_000
    let fraction = String(milliseconds % 1000)
    let padding = String(repeating: "0", count: 3 - fraction.utf8.count)
    return (nanoseconds < 0 ? "-" : "") + "\(milliseconds / 1000)." + padding + fraction
  }

  private func micro(_ picometres: Int64) -> Int64 { (picometres + 500_000) / 1_000_000 }
}
