import CalibrationAnalysis
import Foundation
import Metadata
import SeismicTypes
import StationConfiguration
import StationRuntime

/// `firstbreak stationxml`: a station's metadata in the field's standard, and back.
enum StationXMLCommand: Command {
  static let name = "stationxml"
  static let summary = "writes FDSN StationXML of a station, or starts a station from one"
  static let help = """
    usage: firstbreak stationxml --station FILE [options]
           firstbreak stationxml --import X.xml --channel NET.STA.LOC.CHA --output FOLDER [options]

    Writes FDSN StationXML 1.2 with the full response: poles and zeros, gain, and decimation with its
    delay and the correction that the station's time stamps have had. Every calibration in the folder
    of the one in use, of the same instrument and older, is an epoch of its own. The station's own
    figures take one sensitivity a channel, and undo a geophone's resonance where its board has
    extendedCornerHertz: where a response is not flat, the words on stderr say in which band what they
    take is true within 1 %.

      --station FILE             the station
      --output FILE              where to write; standard output unless given
      --since YYYY-MM-DD         the day since when the station has stood: before the first
                                 calibration the board's nominal values hold
      --site TEXT                where it stands, in words
      --rate HERTZ               the rate of sources that are recordings
      --json                     with --output: the files written, as one JSON object

      --import X.xml             reads sensitivity and response of an existing instrument
      --channel PATTERN          NET.STA.LOC.CHA, with ? and *: the vertical or all three components
      --time YYYY-MM-DD          the epoch that holds then; the last unless given
      --serial TEXT              the instrument's serial number, where the file has none
      --output FOLDER            gets a board file and Calibration/<part>/<serial>-<date>.json; what is
                                 there already is never written over

    Example:
      firstbreak stationxml --station Boards/examples/station.json --since 2026-01-01
    """
  static let valueOptions: Set<String> = [
    "station", "output", "since", "site", "rate", "import", "channel", "time", "serial",
  ]

  static let flagOptions: Set<String> = ["json"]

  static func run(_ options: Options) throws -> Bool {
    guard try !options.has("json") || options.value("output") != nil else {
      throw UsageError(message: "--json needs --output: without it the document is the output")
    }
    do {
      if let file = try options.value("import") {
        for name in ["station", "since", "site", "rate"] where !options.all(name).isEmpty {
          throw UsageError(message: "--\(name) is not for --import")
        }
        try bringIn(file, options)
      } else {
        for name in ["channel", "time", "serial"] where !options.all(name).isEmpty {
          throw UsageError(message: "--\(name) needs --import")
        }
        try write(options)
      }
    } catch let error as MetadataError {
      throw WorkError(message: error.message)
    }
    return true
  }

  private static func write(_ options: Options) throws {
    let path = try options.required("station")
    let since = try options.value("since").map { try day($0, of: "since") }
    let rate = try options.value("rate").map { word in
      guard let rate = Double(word), (1...1000).contains(rate) else {
        throw UsageError(message: "--rate is \"\(word)\", expected 1 to 1000 Hz")
      }
      return rate
    }
    let output = try options.value("output")
    if let output { try Output.check(writable: output) }
    let setup = try StationSetup(readingFrom: path)
    let board = try BoardFile(readingFrom: setup.station.board)
    let metadata = try StationMetadata(setup, board: board, since: since, rateHertz: rate)
    for file in metadata.unusedFiles {
      printWords("\(file): younger than the calibration in use, left out")
    }
    for line in metadata.flatBandLines { printWords(line) }
    let document = StationXMLDocument(
      metadata, siteName: try options.value("site") ?? setup.station.identity.stationCode,
      module: "firstbreak \(Version.text)", created: now)
    if let output {
      try Output.file(document.text, to: output)
      if options.has("json") {
        let object = OrderedJSON.object([
          ("file", .text(output)),
          ("remarks", .list(metadata.flatBandLines.map { .text($0) })),
        ])
        try Output.line(object.line)
      }
    } else {
      try Output.line(String(document.text.dropLast()))
    }
  }

  private static var now: String {
    let formatter = ISO8601DateFormatter()
    return formatter.string(from: Date())
  }

  private static func day(_ word: String, of option: String) throws -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    guard word.count == 10, let date = formatter.date(from: word),
      formatter.string(from: date) == word
    else { throw UsageError(message: "--\(option) is \"\(word)\", expected a day, YYYY-MM-DD") }
    return word
  }

  private static func bringIn(_ file: String, _ options: Options) throws {
    let pattern = try options.required("channel")
    let folder = try options.required("output")
    let time = try options.value("time").map { try day($0, of: "time") }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw WorkError(message: "\(file): cannot be read")
    }
    let imported: StationXMLImport
    do {
      let bytes = [UInt8](data)
      let channels = try StationXMLReader(bytes).channels(pattern, at: time)
      imported = try StationXMLImport(
        channels, fileName: URL(filePath: file).lastPathComponent, bytes: bytes,
        serial: try options.value("serial"))
    } catch let error as StationXMLError {
      throw WorkError(message: "\(file):\(error.message)")
    }
    let board = "\(folder)/\(imported.boardName).json"
    let calibration = "\(folder)/Calibration/\(imported.calibrationPath)"
    for path in [board, calibration] where FileManager.default.fileExists(atPath: path) {
      throw WorkError(message: "\(path): is there already, and is not written over")
    }
    try? FileManager.default.createDirectory(
      at: URL(filePath: calibration).deletingLastPathComponent(),
      withIntermediateDirectories: true)
    try Output.file(imported.boardText, to: board)
    try Output.file(imported.calibrationText, to: calibration)
    if options.has("json") {
      let object = OrderedJSON.object([
        ("board", .text(board)), ("calibration", .text(calibration)),
      ])
      try Output.line(object.line)
    } else {
      try Output.line(board)
      try Output.line(calibration)
    }
    printWords("For the station file, beside codes, mode, keyFile and stateDirectory:")
    for line in imported.stationLines { printWords("  " + line) }
    printWords("  \"board\": \"\(imported.boardName).json\",")
    printWords("  \"calibrations\": [\"Calibration/\(imported.calibrationPath)\"]")
  }
}
