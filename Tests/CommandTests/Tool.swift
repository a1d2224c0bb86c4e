import Foundation

/// The executable under test, which the build puts beside the test bundle.
enum Tool {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func path(_ relative: String) -> String { root.appending(path: relative).path }

  static var executable: URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "firstbreak")
  }

  /// What a finished command left.
  struct Outcome {
    let status: Int32
    let output: String
    let words: String

    var lines: [String] { output.split(separator: "\n").map(String.init) }

    /// Every line of the output as a JSON object.
    func objects() throws -> [[String: Any]] {
      try lines.map {
        let object = try JSONSerialization.jsonObject(with: Data($0.utf8))
        guard let object = object as? [String: Any] else { throw NotAnObject(line: $0) }
        return object
      }
    }
  }

  struct NotAnObject: Error { let line: String }

  /// Runs a command in the package's folder until it ends.
  static func run(_ arguments: [String]) throws -> Outcome {
    try RunningTool(arguments).finish()
  }
}

/// A command that has been started.
final class RunningTool {
  private let process = Process()
  private let output = Pipe()
  private let words = Pipe()
  private var firstWords = Data()

  /// Starts a command, its words in a file in place of a pipe where one is given.
  init(_ arguments: [String], wordsFile: FileHandle? = nil) throws {
    process.executableURL = Tool.executable
    process.arguments = arguments
    process.currentDirectoryURL = Tool.root
    process.standardOutput = output
    process.standardError = words
    if let wordsFile { process.standardError = wordsFile }
    try process.run()
    if wordsFile != nil { try words.fileHandleForWriting.close() }
  }

  /// Waits for the first line on stderr.
  func firstWordsLine() -> String {
    while !firstWords.contains(UInt8(ascii: "\n")) {
      let data = words.fileHandleForReading.availableData
      if data.isEmpty { break }
      firstWords.append(data)
    }
    return String(decoding: firstWords, as: UTF8.self).split(separator: "\n").first.map(String.init)
      ?? ""
  }

  /// Asks the command to end, as a service manager does.
  func terminate() { process.terminate() }

  /// Waits for the command's end; its few words fit into the pipe while the output is read.
  func finish() throws -> Tool.Outcome {
    let data = output.fileHandleForReading.readDataToEndOfFile()
    firstWords.append(words.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return Tool.Outcome(
      status: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
      words: String(decoding: firstWords, as: UTF8.self))
  }
}

/// A folder that lasts as long as a test.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
  }
}
