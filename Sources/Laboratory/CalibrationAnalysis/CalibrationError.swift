package import SeismicTypes

/// Why a calibration was refused, and where in the recordings.
package struct CalibrationError: Error, Equatable {
  package var message: String
  /// The offending segment, where there is one.
  package var segment: TimeSpan?

  package init(_ message: String, at segment: TimeSpan? = nil) {
    self.message = message
    self.segment = segment
  }

  /// The reason with its segment.
  package var text: String {
    guard let segment else { return message }
    return message + " (" + segment.text + ")"
  }
}

/// A stretch of time, of one recording where that is known.
package struct TimeSpan: Equatable, Sendable {
  package var start: Timestamp
  package var end: Timestamp
  /// The file, where the time was recorded into one.
  package var file: String?

  package init(start: Timestamp, end: Timestamp, file: String? = nil) {
    self.start = start
    self.end = end
    self.file = file
  }

  package var text: String {
    (file.map { $0 + ", " } ?? "") + start.iso8601 + " to " + end.iso8601
  }
}
