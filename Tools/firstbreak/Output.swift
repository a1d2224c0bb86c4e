import Foundation

/// Where data go: each line at once, so that a reader sees messages as they come.
enum Output {
  /// Writes a line to standard output.
  static func line(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      throw WorkError(message: "standard output cannot be written: \(error.localizedDescription)")
    }
  }

  /// Writes a whole file or none of it.
  static func file(_ text: String, to path: String) throws {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw WorkError(message: "\(path): cannot be written: \(error.localizedDescription)")
    }
  }

  /// Fails early where a file could not be written in the end.
  static func check(writable path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    let isFolder = try? folder.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
    guard isFolder == true, FileManager.default.isWritableFile(atPath: folder.path)
    else {
      throw WorkError(
        message: "\(path): cannot be written: \(folder.path) is not a writable folder")
    }
  }
}

/// Writes words for a person to stderr; one that takes nothing must not end the command.
func printWords(_ words: String) {
  try? FileHandle.standardError.write(contentsOf: Data((words + "\n").utf8))
}
