import Foundation

/// `Tests/Live/emulated_iiod.py`, running: an iiod with one sensor that does not exist.
final class EmulatedIIOD {
  private let process = Process()
  private let input = Pipe()
  private let port: Int

  /// Python to run it with; the tests are skipped without one.
  static var python: String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { $0 + "/python3" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  init(_ arguments: [String] = []) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Live/emulated_iiod.py").standardizedFileURL.path
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: Self.python ?? "/nonexistent")
    process.arguments = [script] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8),
      !byte.isEmpty
    {
      line += byte
    }
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard words.count == 2, let port = Int(words[1]) else { throw Failure() }
    self.port = port
  }

  struct Failure: Error {}

  deinit {
    // Its end of input is its end.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  var uri: String { "ip:127.0.0.1:\(port)" }
}
