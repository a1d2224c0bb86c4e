import Foundation

/// A picture's file, its format told by the ending of its name.
///
/// SVG is what this room draws. PNG is made of it by librsvg's program `rsvg-convert`, twice as many
/// pixels wide and high, so that words stay readable in print.
package struct PictureFile: Sendable {
  package enum Format: String, Sendable { case svg, png }

  package let path: String
  package let format: Format
  private let programFolders: [String]

  /// A file that is to be written.
  ///
  /// - Parameters:
  ///   - path: Its name, which ends in `.svg` or `.png`.
  ///   - programFolders: Where `rsvg-convert` may be; those of `PATH` unless given.
  /// - Throws: `PlottingError.unknownFormat`.
  package init(_ path: String, programFolders: [String]? = nil) throws(PlottingError) {
    let ending = URL(filePath: path).pathExtension.lowercased()
    guard let format = Format(rawValue: ending) else { throw .unknownFormat(path: path) }
    self.path = path
    self.format = format
    self.programFolders = programFolders ?? Self.searchPath
  }

  private static var searchPath: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
      .map(String.init)
  }

  /// Fails before any work where the picture could not be written in the end.
  package func check() throws(PlottingError) {
    let folder = URL(filePath: path).deletingLastPathComponent()
    let isFolder = try? folder.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
    guard isFolder == true, FileManager.default.isWritableFile(atPath: folder.path) else {
      throw .folder(path: path)
    }
    if format == .png { _ = try converter() }
  }

  /// Draws a figure and writes the whole file or none of it.
  package func write(_ figure: Figure) throws(PlottingError) { try write(svg: figure.svg) }

  /// Writes a picture that has been drawn, the whole file or none of it.
  package func write(svg: String) throws(PlottingError) {
    let data: Data
    switch format {
    case .svg: data = Data(svg.utf8)
    case .png: data = try png(of: svg)
    }
    do {
      try data.write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .file(path: path, words: error.localizedDescription)
    }
  }

  private func converter() throws(PlottingError) -> URL {
    for folder in programFolders {
      let program = URL(filePath: folder).appending(path: "rsvg-convert")
      if FileManager.default.isExecutableFile(atPath: program.path) { return program }
    }
    throw .missingProgram(path: path)
  }

  /// The picture in pixels.
  ///
  /// Input and words go through files, so that no pipe can fill while another is read.
  private func png(of svg: String) throws(PlottingError) -> Data {
    let program = try converter()
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "firstbreak-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let (status, picture, words) = try Self.run(program, on: Data(svg.utf8), in: folder)
      guard status == 0, !picture.isEmpty else {
        throw PlottingError.program(path: path, words: words)
      }
      return picture
    } catch let error as PlottingError {
      throw error
    } catch {
      throw .file(path: path, words: error.localizedDescription)
    }
  }

  private static func run(
    _ program: URL, on svg: Data, in folder: URL
  ) throws -> (status: Int32, picture: Data, words: String) {
    let input = folder.appending(path: "picture.svg")
    let words = folder.appending(path: "words")
    try svg.write(to: input)
    try Data().write(to: words)
    let output = Pipe()
    let process = Process()
    process.executableURL = program
    process.arguments = ["--format", "png", "--zoom", "2", "--unlimited"]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: words)
    try process.run()
    let picture = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let said = String(decoding: try Data(contentsOf: words), as: UTF8.self)
    return (
      process.terminationStatus, picture, said.trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }
}
