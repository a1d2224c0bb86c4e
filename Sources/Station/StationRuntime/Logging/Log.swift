internal import CLinux
internal import SeismicTypes

/// The station's log: one line a message on standard error, `TIME level words`.
///
/// For threads with time to spare only; the others use a `LogQueue`.
package enum Log {
  /// Writes words with the time and a level.
  package static func write(_ level: LogLevel, _ words: String) {
    let now = Timestamp(nanoseconds: clinux_realtime_nanoseconds())
    write(now.iso8601 + " " + level.word + " " + words)
  }

  /// Writes a finished line; a standard error that takes nothing cannot be reported anywhere.
  static func write(_ line: String) { _ = Output.write(line + "\n", to: Output.standardError) }
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
}
