import Foundation
import StationConfiguration

/// `firstbreak board`: what boards are known, and whether a board file is right.
enum BoardCommand: Command {
  static let name = "board"
  static let summary = "lists the known boards, checks a board file"
  static let help = """
    usage: firstbreak board list [--boards DIR]
           firstbreak board check FILE
           firstbreak board probe

      list     one line a board: name, then for each source driver, channels and rate
      check    validates one board file; names every key that is wrong
      probe    lists the sensors of this machine; not part of this version

      --boards DIR    the folder of board files (Boards)

    Example:
      firstbreak board check Boards/adxl355.json
    """
  static let valueOptions: Set<String> = ["boards"]
  static let operandLimit = 2

  static func run(_ options: Options) throws -> Bool {
    switch (options.operands.first, options.operands.count) {
    case ("list", 1): return try list(try options.value("boards") ?? "Boards")
    case ("check", 2): return try check(options.operands[1])
    case ("check", _): throw UsageError(message: "check needs a FILE")
    case ("probe", 1): throw WorkError(message: "probe is not part of this version")
    case (nil, _): throw UsageError(message: "a word is missing, expected list, check or probe")
    default:
      throw UsageError(
        message: "\"\(options.operands.joined(separator: " "))\" is not understood, expected list, "
          + "check FILE or probe")
    }
  }

  /// Every board of a folder; those that cannot be read are named on stderr.
  private static func list(_ folder: String) throws -> Bool {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw WorkError(message: "\(folder): cannot be read, expected a folder of board files")
    }
    let files = names.filter { $0.hasSuffix(".json") }.sorted()
    guard !files.isEmpty else {
      throw WorkError(message: "\(folder): holds no .json, expected board files")
    }
    var boards: [BoardFile] = []
    for file in files {
      do throws(ConfigurationError) {
        boards.append(try BoardFile(readingFrom: folder + "/" + file))
      } catch {
        printWords("firstbreak board: \(error.message)")
      }
    }
    for board in boards { try Output.line(describe(board)) }
    return boards.count == files.count
  }

  private static func check(_ path: String) throws -> Bool {
    let board = try BoardFile(readingFrom: path)
    try Output.line("\(path): valid")
    try Output.line(describe(board))
    return true
  }

  private static func describe(_ board: BoardFile) -> String {
    let sources = board.sources.map { source in
      let codes = source.channels.map { $0.code }.joined(separator: " ")
      let rate = source.sampleRateHertz.map { String(format: "%g Hz", $0) } ?? "the file's rate"
      return "\(source.name): \(source.driver.word), \(codes), \(rate)"
    }
    return board.name + "  " + sources.joined(separator: "; ")
  }
}
