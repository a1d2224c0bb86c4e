/// An RD200M radon module on a serial line: 19200 baud, 8N1, asked and answering.
///
/// One thread uses it, which may wait for an answer.
package final class RadonModule {
  /// What asking has given.
  package enum Poll: Equatable, Sendable {
    case reply(RadonReply)
    /// No answer in time, or none that is whole.
    case nothing
    case failed(DeviceFault)
  }

  private var line: SerialLine
  private var parser = RadonReplyParser()
  private var chunk = [UInt8](repeating: 0, count: 64)

  private static let baud: UInt32 = 19_200

  /// - Parameter path: The serial line's path.
  package init(path: String) { line = SerialLine(path: path, baud: Self.baud) }

  /// Opens the line; also after `close()`.
  package func open() throws(AcquisitionError) {
    try line.open()
    parser = RadonReplyParser()
  }

  /// What was set and read back.
  package var facts: [String] { line.facts }

  /// Asks for the newest value and waits for the answer.
  ///
  /// - Parameter timeoutMilliseconds: The longest wait.
  /// - Returns: The newest answer there is, nothing, or why the line failed.
  package func poll(timeoutMilliseconds: Int32) -> Poll {
    // An answer that came too late last time must not pass for this one's.
    line.dropInput()
    parser = RadonReplyParser()
    let written = line.write(RadonReply.query)
    guard written == 0 else { return .failed(DeviceFault(errno: Int(written))) }
    // Eight bytes take 4 ms; noise without end must not hold the thread.
    for _ in 0..<16 {
      var rawNanoseconds: Int64 = 0
      var bytes = chunk.mutableSpan
      let count = line.read(
        into: &bytes, timeoutMilliseconds: timeoutMilliseconds, rawNanoseconds: &rawNanoseconds)
      if count < 0 { return .failed(DeviceFault(errno: count)) }
      if count == 0 { return .nothing }
      for byte in chunk[..<count] {
        if let reply = parser.take(byte) { return .reply(reply) }
      }
    }
    return .nothing
  }

  /// Closes the line.
  package func close() { line.close() }
}
