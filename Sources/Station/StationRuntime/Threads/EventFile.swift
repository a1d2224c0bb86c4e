internal import CLinux

/// The file that `--events` names, one JSON object a line.
struct EventFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let isNew: Int32
  /// Lines that could not be written.
  private(set) var failureCount: Int64 = 0

  /// Opens the file, or creates it, and leaves what it holds; without a path lines go nowhere.
  init(path: String?) throws(StationError) {
    guard let path else {
      descriptor = -1
      self.path = ""
      isNew = 0
      return
    }
    var isNew: Int32 = 0
    let opened = unsafe clinux_open_output(path, &isNew)
    guard opened >= 0 else {
      throw .input("\(path): cannot be written: \(ErrorText.of(opened)); expected a writable path")
    }
    descriptor = opened
    self.path = path
    self.isNew = isNew
  }

  /// Empties the file: the station runs.
  mutating func begin() {
    guard descriptor >= 0 else { return }
    let result = clinux_empty_output(descriptor)
    if result < 0 { note(result) }
  }

  /// Gives the file up as it was found: the station could not start.
  func abandon() {
    guard descriptor >= 0 else { return }
    unsafe clinux_discard_output(descriptor, path, isNew)
  }

  /// Writes a line; a failure is counted and reported once.
  mutating func write(_ line: String) {
    guard descriptor >= 0 else { return }
    let result = Output.write(line + "\n", to: descriptor)
    if result < 0 { note(result) }
  }

  private mutating func note(_ error: Int32) {
    if failureCount == 0 { Log.write(.error, "\(path): \(ErrorText.of(error))") }
    failureCount += 1
  }

  /// Flushes and closes the file.
  ///
  /// - Returns: Whether every line is on storage.
  mutating func finish() -> Bool {
    guard descriptor >= 0 else { return true }
    let result = clinux_finish_output(descriptor)
    if result < 0 { Log.write(.error, "\(path): \(ErrorText.of(result))") }
    return result == 0 && failureCount == 0
  }
}

/// The system's words for an errno.
enum ErrorText {
  /// Takes the errno with either sign.
  static func of(_ error: Int32) -> String {
    unsafe String(cString: clinux_error_text(error < 0 ? -error : error))
  }
}
