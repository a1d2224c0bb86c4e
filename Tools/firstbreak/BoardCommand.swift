import Foundation
import Probing
import StationConfiguration

/// `firstbreak board`: what boards are known, and whether a board file is right.
enum BoardCommand: Command {
  static let name = "board"
  static let summary = "lists the known boards, checks a board file, finds sensors"
  static let help = """
    usage: firstbreak board list [--boards DIR]
           firstbreak board check FILE
           firstbreak board probe [--uri URI] [--pcm NAME]... [--json | --skeleton DEVICE]

      list     one line a board: name, then for each source driver, channels and rate
      check    validates one board file; names every key that is wrong
      probe    lists industrial I/O devices with their channels, formats, rates and triggers, sound
               cards with what they can capture, and serial lines

      --boards DIR         the folder of board files (Boards)
      --uri URI            industrial I/O devices elsewhere: ip:HOST[:PORT] of an iiod
      --pcm NAME           asks this sound device too, by any name that ALSA knows
      --json               what was found as one JSON object
      --skeleton DEVICE    the beginning of a board file for an industrial I/O or sound device; what is
                           left to fill in goes to stderr
      --root DIR           a captured tree in place of / for sound cards and serial lines

    Example:
      firstbreak board probe --skeleton adxl355 >board.json && firstbreak board check board.json
    """
  static let valueOptions: Set<String> = ["boards", "uri", "pcm", "skeleton", "root"]
  static let flagOptions: Set<String> = ["json"]
  static let operandLimit = 2

  static func run(_ options: Options) throws -> Bool {
    switch (options.operands.first, options.operands.count) {
    case ("list", 1): return try list(try options.value("boards") ?? "Boards")
    case ("check", 2): return try check(options.operands[1])
    case ("check", _): throw UsageError(message: "check needs a FILE")
    case ("probe", 1): return try probe(options)
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

  private static func probe(_ options: Options) throws -> Bool {
    let device = try options.value("skeleton")
    if device != nil && options.has("json") {
      throw UsageError(message: "--json and --skeleton exclude one another")
    }
    let probe = try BoardProbe(
      uri: try options.value("uri"), root: try options.value("root") ?? "/",
      pcms: options.all("pcm"))
    if options.has("json") {
      try Output.line(try probe.json())
    } else if let device {
      let skeleton = try probe.skeleton(for: device)
      try Output.line(skeleton.text)
      for sentence in skeleton.open { printWords("firstbreak board: \(sentence)") }
    } else {
      for line in probe.words() { try Output.line(line) }
    }
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
