import Foundation
import Plotting
import Testing

@Suite("A picture's file")
struct PictureFileTests {
  private static let isConverterInstalled =
    ["/usr/bin/rsvg-convert", "/usr/local/bin/rsvg-convert"]
    .contains { FileManager.default.isExecutableFile(atPath: $0) }

  private static func folder() throws -> URL {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url
  }

  private static let figure = Figure(
    title: "T", subtitle: "", axis: Axis(label: "time (s)", from: 0, to: 1),
    panels: [Panel(Axis(label: "m/s", from: 0, to: 1))])

  @Test("takes its format from the ending")
  func endings() throws {
    #expect(try PictureFile("a.svg").format == .svg)
    #expect(try PictureFile("a.b.PNG").format == .png)
    for name in ["a", "png", "a.gif", "a.svg.gz"] {
      #expect(throws: PlottingError.unknownFormat(path: name)) { try PictureFile(name) }
    }
  }

  @Test("writes SVG as drawn")
  func svg() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.svg").path
    let file = try PictureFile(path)
    try file.check()
    try file.write(Self.figure)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.figure.svg)
  }

  @Test(
    "writes PNG of twice the width, through librsvg",
    .enabled(if: isConverterInstalled, "needs Debian's librsvg2-bin"))
  func png() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.png").path
    let file = try PictureFile(path)
    try file.check()
    try file.write(Self.figure)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(bytes[16..<20].reduce(0) { $0 << 8 | Int($1) } == 1920)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.png"])
  }

  @Test(
    "says what librsvg said of a picture it cannot read, and writes nothing",
    .enabled(if: isConverterInstalled, "needs Debian's librsvg2-bin"))
  func broken() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.png").path
    let error = #expect(throws: PlottingError.self) { try PictureFile(path).write(svg: "<svg") }
    guard case .program(let file, let words) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file == path && !words.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("names the package where the program is missing, before any work")
  func missingProgram() throws {
    let folder = try Self.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "a.png").path
    let file = try PictureFile(path, programFolders: [folder.path, "/absent"])
    let error = #expect(throws: PlottingError.missingProgram(path: path)) { try file.check() }
    #expect(error?.message.contains("librsvg2-bin") == true)
    #expect(throws: PlottingError.missingProgram(path: path)) { try file.write(Self.figure) }
  }

  @Test("refuses a folder that is not there")
  func folderMissing() throws {
    let path = "/absent/nowhere/a.svg"
    #expect(throws: PlottingError.folder(path: path)) { try PictureFile(path).check() }
    let error = #expect(throws: PlottingError.self) { try PictureFile(path).write(svg: "") }
    #expect(error?.message.hasPrefix("\(path): cannot be written: ") == true)
  }
}
