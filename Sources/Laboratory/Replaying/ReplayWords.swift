package import Alerting
import Foundation
import Reporting
package import SeismicTypes
package import StationRuntime

/// A replay in words: one line a message, and a summary.
package struct ReplayWords: Sendable {
  /// The time of the recording's first sample, from which seconds are counted.
  private let startTime: Timestamp

  package init(startTime: Timestamp) { self.startTime = startTime }

  /// The line above the messages.
  package var heading: String { "seconds since \(startTime.iso8601)" }

  /// One line: when the station knew, which event, and what.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - newest: The time of the newest sample, for messages without one of their own.
  /// - Returns: The line.
  package func line(for message: AlertMessage, at newest: Timestamp) -> String {
    let known = message.sampleTime ?? newest
    let event = message.event.map { "event \($0)" } ?? "-"
    var words = MessageWords.text(of: message)
    if message.type == .pick, let onset = message.onsetTime {
      words += " at \(seconds(to: onset)) s"
    }
    return "\(padded(seconds(to: known), 9)) s  \(event)  \(words)"
  }

  /// The closing lines: what the ground did, and the warning there was.
  package func summary(of tally: PipelineTally) -> [String] {
    let peaks = tally.peaks
    let pga = MessageWords.rounded(Double(peaks.pgaPicometresPerSecondSquared) / 1e10)
    let pgv = MessageWords.rounded(Double(peaks.pgvPicometresPerSecond) / 1e10)
    let pgd = MessageWords.rounded(Double(peaks.pgdPicometres) / 1e10)
    var lines = [
      "observed peaks: PGA \(pga) cm/s², PGV \(pgv) cm/s, PGD \(pgd) cm",
      "\(tally.sampleCount) samples, \(tally.gapCount) gaps, \(tally.pickCount) picks, "
        + "\(tally.eventCount) events, \(tally.alertCount) alerts",
    ]
    lines.append("warning: " + warning(of: tally))
    return lines
  }

  private func warning(of tally: PipelineTally) -> String {
    guard let alert = tally.firstStrongAlertTime else {
      return tally.firstStrongShakingTime == nil
        ? "none needed, 8.18 cm/s was never exceeded and no level-3 alert given"
        : "none, 8.18 cm/s was exceeded without a level-3 alert"
    }
    guard let shaking = tally.firstStrongShakingTime else {
      return "level-3 alert at \(seconds(to: alert)) s, but 8.18 cm/s was never exceeded"
    }
    var words =
      "\(between(alert, shaking)) s from the level-3 alert until 8.18 cm/s was exceeded"
    if let peak = tally.pgvTime { words += ", \(between(alert, peak)) s until the peak" }
    return words
  }

  private func between(_ first: Timestamp, _ second: Timestamp) -> String {
    String(format: "%.2f", Double(second.nanoseconds - first.nanoseconds) / 1e9)
  }

  private func seconds(to time: Timestamp) -> String { between(startTime, time) }

  private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
