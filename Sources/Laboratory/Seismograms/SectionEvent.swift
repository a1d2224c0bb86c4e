import Foundation
package import SeismicTypes

/// What a station made of one event, from the lines of `firstbreak replay --json`, of `listen --json`
/// or of the daemon's `--events`.
package struct SectionEvent: Equatable, Sendable {
  package struct Alert: Equatable, Sendable {
    package var time: Timestamp
    package var level: Int
  }

  /// The P onset; nil where the event was opened by observed shaking.
  package var onset: Timestamp?
  /// The end of the longest window of P wave used.
  package var windowEnd: Timestamp?
  package var alerts: [Alert] = []
  package var isCancelled = false

  package init() {}

  /// A line that cannot be read.
  package struct LineError: Error, Equatable {
    package var line: Int
    package var message: String
  }

  /// Reads lines, each one JSON object; types that are of no use to a section are passed over.
  ///
  /// - Parameter text: The file.
  /// - Returns: The events in the order of their first line.
  /// - Throws: `LineError` at the first line that is no such object.
  package static func read(_ text: String) throws(LineError) -> [SectionEvent] {
    var events: [SectionEvent] = []
    var places: [Int64: Int] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      let object = try object(of: String(line), number: index + 1)
      guard let type = object["type"] as? String else {
        throw LineError(line: index + 1, message: "\"type\" is missing, expected a word")
      }
      guard ["pick", "estimate", "alert", "cancel"].contains(type) else { continue }
      let number = try integer("event", in: object, line: index + 1)
      if places[number] == nil {
        places[number] = events.count
        events.append(SectionEvent())
      }
      if let place = places[number] {
        try events[place].add(object, type: type, line: index + 1)
      }
    }
    return events
  }

  private static func object(
    of line: String, number: Int
  ) throws(LineError) -> [String: Any] {
    let value = try? JSONSerialization.jsonObject(with: Data(line.utf8))
    guard let object = value as? [String: Any] else {
      throw LineError(line: number, message: "is not a JSON object")
    }
    return object
  }

  private static func integer(
    _ name: String, in object: [String: Any], line: Int
  ) throws(LineError) -> Int64 {
    guard let number = (object[name] as? NSNumber).flatMap({ Int64(exactly: $0) }) else {
      throw LineError(line: line, message: "\"\(name)\" is missing, expected a whole number")
    }
    return number
  }

  private mutating func add(
    _ object: [String: Any], type: String, line: Int
  ) throws(LineError) {
    if type == "cancel" {
      isCancelled = true
      return
    }
    let time = try Self.integer("onsetTime", in: object, line: line)
    if type == "pick" { onset = Timestamp(nanoseconds: time) }
    guard type != "pick" else { return }
    let window = try Self.integer("windowLength", in: object, line: line)
    let (length, overflow) = window.multipliedReportingOverflow(by: 1_000_000)
    let (end, passed) = time.addingReportingOverflow(length)
    if let onset, window > 0, !overflow, !passed, end > onset.nanoseconds {
      windowEnd = max(windowEnd ?? onset, Timestamp(nanoseconds: end))
    }
    guard type == "alert" else { return }
    let sample = try Self.integer("sampleTime", in: object, line: line)
    let level = try Self.integer("level", in: object, line: line)
    alerts.append(Alert(time: Timestamp(nanoseconds: sample), level: Int(clamping: level)))
  }
}
