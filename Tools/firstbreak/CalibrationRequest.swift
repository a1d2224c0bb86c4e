import CalibrationAnalysis
import Foundation
import StationConfiguration

/// One kind of calibration.
protocol CalibrationKind: Command {
  /// Options beside those of every kind.
  static var ownOptions: Set<String> { get }
  /// Whether a source of the board can be calibrated so.
  static func fits(_ source: SourceDescription) -> Bool
  /// Measures or fits.
  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport
}

extension CalibrationKind {
  static var valueOptions: Set<String> { CalibrationRequest.commonOptions.union(ownOptions) }
  static var listOptions: Set<String> { ["input"] }
  static var flagOptions: Set<String> { ["json"] }

  /// Calibrates, writes the file and its picture, and prints the result.
  static func run(_ options: Options) throws -> Bool {
    do {
      let request = try CalibrationRequest(options, for: Self.self)
      try CalibrationReport.check(
        unwritten: request.subject.file(method: name), under: request.folder)
      let report = try calibrate(request)
      let paths = try report.write(under: request.folder)
      for remark in report.remarks { printWords("firstbreak calibrate \(name): " + remark) }
      if options.has("json") {
        let object = OrderedJSON.object([
          ("file", .text(paths.file)), ("picture", .text(paths.picture)),
          ("calibration", report.file.json), ("remarks", .list(report.remarks.map { .text($0) })),
        ])
        try Output.line(object.line)
      } else {
        for line in report.lines { try Output.line(line) }
        try Output.line("written: " + paths.file)
        try Output.line("picture: " + paths.picture)
      }
    } catch let error as CalibrationError {
      throw WorkError(message: error.text)
    }
    return true
  }
}

/// What the command line of a calibration asks for.
struct CalibrationRequest {
  static let commonOptions: Set<String> = [
    "station", "board", "source", "serial", "part", "date", "temperature", "output",
  ]

  let options: Options
  let subject: CalibrationSubject
  /// Where calibrations are kept.
  let folder: String
  let station: StationFile?
  let inputs: [String]

  init(_ options: Options, for kind: any CalibrationKind.Type) throws {
    self.options = options
    inputs = options.all("input")
    folder = try options.value("output") ?? "Calibration"
    let board: BoardFile
    switch (try options.value("station"), try options.value("board")) {
    case (let path?, nil):
      let file = try StationFile(readingFrom: path)
      station = file
      board = try BoardFile(readingFrom: file.board)
    case (nil, let path?):
      station = nil
      board = try BoardFile(readingFrom: path)
    default:
      throw UsageError(message: "expected either --station FILE or --board FILE")
    }
    let source = try Self.source(of: board, named: try options.value("source"), kind)
    guard let part = source.part else {
      throw WorkError(
        message: "source \(source.name): the board file gives no part, by which the station would "
          + "find its calibration")
    }
    if let stated = try options.value("part"), stated != part {
      throw WorkError(
        message: "wrong part: source \(source.name) is a \(part) by its board file, expected that "
          + "and not \(stated)")
    }
    let listed = station?.instruments.first { $0.source == source.name }?.serial
    guard let serial = try options.value("serial") ?? listed else {
      throw UsageError(
        message: "the serial number is missing: expected --serial, or source \(source.name) among "
          + "the station file's instruments")
    }
    subject = CalibrationSubject(
      source: source, part: part, serial: serial,
      date: try options.value("date") ?? Self.today,
      temperatureDegreesCelsius: try options.number("temperature", in: -60...125))
  }

  private static func source(
    of board: BoardFile, named name: String?, _ kind: any CalibrationKind.Type
  ) throws -> SourceDescription {
    if let name {
      guard let source = board.sources.first(where: { $0.name == name }) else {
        let names = board.sources.map { $0.name }.joined(separator: ", ")
        throw UsageError(message: "--source is \"\(name)\", expected one of \(names)")
      }
      guard kind.fits(source) else {
        throw WorkError(
          message: "source \(name) is not one that calibrate \(kind.name) can measure")
      }
      return source
    }
    let fitting = board.sources.filter { kind.fits($0) }
    guard let first = fitting.first else {
      throw WorkError(
        message: "board \(board.name): no source that calibrate \(kind.name) can measure")
    }
    guard fitting.count == 1 else {
      let names = fitting.map { $0.name }.joined(separator: ", ")
      throw UsageError(message: "--source is missing, expected one of \(names)")
    }
    return first
  }

  /// The day in UTC.
  private static var today: String {
    String(Date.now.ISO8601Format().prefix(10))
  }

  /// The same with the channels in the order of the counts.
  func subject(with source: SourceDescription) -> CalibrationSubject {
    var subject = subject
    subject.source = source
    return subject
  }
}

extension Options {
  /// The value of an option that must be a number in a range.
  func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
    guard let word = try value(name) else { return nil }
    guard let number = Double(word), range.contains(number) else {
      throw UsageError(
        message: "--\(name) is \"\(word)\", expected a number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return number
  }
}
