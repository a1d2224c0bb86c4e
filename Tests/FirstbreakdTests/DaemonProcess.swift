import Foundation

/// A daemon of this build, running.
///
/// Reading its output waits for it; a daemon that hangs is killed after two minutes, and then
/// everything that waits sees the end of its output.
final class DaemonProcess {
  let output: LineReader
  let errors: LineReader
  private let process = Process()

  init(_ arguments: [String], log errors: Pipe = Pipe()) throws {
    let output = Pipe()
    process.executableURL = try Self.executable()
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    self.output = LineReader(output.fileHandleForReading)
    self.errors = LineReader(errors.fileHandleForReading)
    let identifier = process.processIdentifier
    let watched = process
    DispatchQueue.global().asyncAfter(deadline: .now() + 120) {
      if watched.isRunning { kill(identifier, SIGKILL) }
    }
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the daemon's end.
  ///
  /// - Returns: The exit code, or minus the signal that ended it.
  func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
  }

  /// The daemon beside the program that runs the tests.
  private static func executable() throws -> URL {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: tests).deletingLastPathComponent()
      .appendingPathComponent("firstbreakd")
  }
}

/// Lines of a pipe, one at a time.
final class LineReader {
  private let handle: FileHandle
  private var buffer = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next line without its end, nil at the end of the output.
  func next() -> String? {
    while true {
      if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer = Data(buffer[buffer.index(after: end)...])
        return line
      }
      let more = handle.availableData
      if more.isEmpty { return nil }
      buffer += more
    }
  }

  /// The first line from here on that contains the words, nil when none comes.
  func first(containing words: String) -> String? {
    while let line = next() { if line.contains(words) { return line } }
    return nil
  }

  /// All lines that are left.
  func rest() -> [String] {
    var lines: [String] = []
    while let line = next() { lines.append(line) }
    return lines
  }
}

/// What a daemon that has run to its end left behind.
struct DaemonRun {
  let status: Int32
  let output: [String]
  let errors: [String]

  init(_ arguments: [String]) throws {
    let process = try DaemonProcess(arguments)
    // Neither stream fills its pipe in a run of this length, so one may be read after the other.
    output = process.output.rest()
    errors = process.errors.rest()
    status = process.wait()
  }
}
