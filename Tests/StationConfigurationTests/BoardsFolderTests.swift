import Foundation
import StationConfiguration
import Testing

@Suite("The folder Boards")
struct BoardsFolderTests {
  static let folder = packageRoot.appending(path: "Boards")

  static func files(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
  }

  static func source(of file: URL) throws -> ConfigurationBytes {
    ConfigurationBytes(path: file.path, bytes: Array(try Data(contentsOf: file)))
  }

  @Test("has nothing but valid board files")
  func boards() throws {
    let files = try Self.files(in: Self.folder)
    #expect(files.count >= 3)
    for file in files {
      let board = try BoardFile(decoding: Self.source(of: file))
      #expect(board.name == file.deletingPathExtension().lastPathComponent)
    }
  }

  @Test("has nothing but valid station files among its examples, each with its board")
  func examples() throws {
    let files = try Self.files(in: Self.folder.appending(path: "examples"))
    #expect(files.count >= 2)
    for file in files {
      let station = try StationFile(decoding: Self.source(of: file))
      let board = try BoardFile(decoding: Self.source(of: URL(filePath: station.board)))
      for instrument in station.instruments {
        #expect(board.sources.contains { $0.name == instrument.source })
      }
    }
  }

  @Test("replays acceleration of 1 µm/s² a count whose rail is unknown")
  func replay() throws {
    let file = Self.folder.appending(path: "examples/replay.json")
    let station = try StationFile(decoding: Self.source(of: file))
    let board = try BoardFile(decoding: Self.source(of: URL(filePath: station.board)))
    #expect(board.isRecordingOnly)
    #expect(board.sources[0].channels.allSatisfy { $0.fullScaleCounts == .max })
    #expect(board.sources[0].channels.allSatisfy { $0.sensitivityCountsPerUnit == 1e6 })
  }
}
