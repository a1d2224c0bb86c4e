internal import CLinux
internal import SeismicTypes
internal import Synchronization

/// The station's log: one line a message on standard error, `TIME level words`.
///
/// For threads with time to spare only; the others use a `LogQueue`. A reader that stands still costs
/// 0.1 s once and then its lines, never the station's start, its reloads or its end.
package enum Log {
  /// Lines since standard error stopped taking any.
  private static let lostCount = Atomic<Int>(0)
  private static let longestWaitMilliseconds: Int32 = 100

  /// Writes words with the time and a level.
  package static func write(_ level: LogLevel, _ words: String) {
    let now = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
    write(now.iso8601 + " " + level.word + " " + words)
  }

  /// Writes a finished line; how many were lost is told once standard error takes lines again.
  static func write(_ line: String) {
    // Ordering: relaxed; the count orders nothing else.
    let lost = lostCount.load(ordering: .relaxed)
    let report = lost > 0 ? "log lines unwritten count=\(lost)\n" : ""
    let result = Output.write(
      report + line + "\n", to: Output.standardError,
      withinMilliseconds: lost > 0 ? 0 : longestWaitMilliseconds)
    lostCount.store(result == 0 ? 0 : lost + 1, ordering: .relaxed)
  }
}

/// Text to a file descriptor.
package enum Output {
  package static let standardOutput: Int32 = 1
  package static let standardError: Int32 = 2

  /// Writes all of the text.
  ///
  /// - Parameters:
  ///   - text: What to write, as UTF-8.
  ///   - descriptor: An open file descriptor.
  /// - Returns: Zero, or a negative errno.
  package static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      return unsafe clinux_write_all(descriptor, start, bytes.count)
    }
  }

  /// Writes all of the text to a descriptor whose reader may stand still.
  ///
  /// - Parameters:
  ///   - text: What to write, as UTF-8.
  ///   - descriptor: An open file descriptor.
  ///   - milliseconds: How long to wait for the reader.
  /// - Returns: Zero, or a negative errno.
  static func write(
    _ text: String, to descriptor: Int32, withinMilliseconds milliseconds: Int32
  ) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      return unsafe clinux_write_in_time(descriptor, start, bytes.count, milliseconds)
    }
  }
}
