package import Alerting
import Foundation
import SeismicTypes

/// What a listener tells people: a line for each accepted message, and what it counted.
package enum ReceptionWords {
  /// One line: when it was sent, by whom, what it says, and how long it was on its way.
  package static func line(for alert: ReceivedAlert) -> String {
    let message = alert.message
    let event = message.event.map { "event \($0)" } ?? "-"
    var words = MessageWords.text(of: message)
    if message.type == .pick, let onset = message.onsetTime { words += " at \(clock(onset))" }
    let age = Double(alert.receivedAt.nanoseconds - message.sentTime.nanoseconds) / 1e6
    var remarks = [String(format: "%.1f ms old", age)]
    if message.isTest { remarks.append("test") }
    if !alert.isTimeTrusted { remarks.append("clock not synchronised") }
    return "\(clock(message.sentTime))  \(message.station.string)  \(event)  \(words)  "
      + "[\(remarks.joined(separator: ", "))]"
  }

  /// What a refusal means for the person who reads it.
  package static func meaning(of reason: RefusalReason) -> String {
    switch reason {
    case .size: "longer than a datagram may be"
    case .structure: "not a well-formed alert"
    case .badText: "a text that is not printable ASCII or too long"
    case .unknownKey: "signed by a key that the trust folder does not hold"
    case .rateLimited: "too many from this address and key"
    case .signature: "the signature does not hold"
    case .version: "another version of the alert format"
    case .test: "marked as a test; --accept-test takes those"
    case .station: "the key is trusted under the name of another station: see the .pub file's name"
    case .boot: "from an earlier start of the station than the newest one seen"
    case .replay: "older than what was already accepted"
    case .age: "sent too long ago, or a clock is wrong"
    }
  }

  /// What a listener counted, in one line.
  package static func summary(of counts: ReceptionCounts) -> String {
    let refused = RefusalReason.allCases.filter { counts.refusedCount($0) > 0 }
    let total = refused.reduce(0) { $0 + counts.refusedCount($1) }
    var words =
      "accepted \(counts.acceptedCount), duplicates \(counts.duplicateCount), refused \(total)"
    if !refused.isEmpty {
      let reasons = refused.map { "\($0.word) \(counts.refusedCount($0))" }
      words += " (\(reasons.joined(separator: ", ")))"
    }
    return words
  }

  /// What a listener counted, as one JSON object on one line; every reason is named.
  package static func jsonSummary(of counts: ReceptionCounts) -> String {
    let reasons = RefusalReason.allCases.map { "\"\($0.word)\":\(counts.refusedCount($0))" }
    return "{\"type\":\"summary\",\"accepted\":\(counts.acceptedCount),"
      + "\"duplicates\":\(counts.duplicateCount),\"refused\":{\(reasons.joined(separator: ","))}}"
  }

  /// The time of day, UTC.
  private static func clock(_ time: Timestamp) -> String {
    String(time.iso8601.split(separator: "T").last ?? "")
  }
}
