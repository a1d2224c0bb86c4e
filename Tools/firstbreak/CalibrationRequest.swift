import CalibrationAnalysis
import Foundation
import StationConfiguration

/// One kind of calibration.
protocol CalibrationKind: Command {
  /// Options beside those of every kind.
  static var ownOptions: Set<String> { get }
  /// Whether a source of samples can be calibrated so.
  static func fits(_ source: SourceDescription) -> Bool
  /// Whether a slow source can.
  static func fits(_ source: SlowSourceDescription) -> Bool
  /// Measures or fits.
  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport
}

extension CalibrationKind {
  static var valueOptions: Set<String> { CalibrationRequest.commonOptions.union(ownOptions) }
  static func fits(_ source: SlowSourceDescription) -> Bool { false }
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
      let remarks = report.remarks + paths.remarks
      for remark in remarks { printWords("firstbreak calibrate \(name): " + remark) }
      if options.has("json") {
        let object = OrderedJSON.object([
          ("file", .text(paths.file)),
          ("pictures", .list(paths.pictures.map { .text($0) })),
          ("calibration", report.file.json), ("remarks", .list(remarks.map { .text($0) })),
        ])
        try Output.line(object.line)
      } else {
        for line in report.lines { try Output.line(line) }
        try Output.line("written: " + paths.file)
        for picture in paths.pictures { try Output.line("picture: " + picture) }
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
  /// Nil where the source is a slow one.
  let source: SourceDescription?
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
    let (name, givenPart, source) = try Self.source(
      of: board, named: try options.value("source"), kind)
    self.source = source
    guard let part = givenPart else {
      throw WorkError(
        message:
          "source \(name): the board file gives no part, by which the station would find its "
          + "calibration")
    }
    if let stated = try options.value("part"), stated != part {
      throw WorkError(
        message: "wrong part: source \(name) is a \(part) by its board file, expected that and not "
          + stated)
    }
    let listed = station?.instruments.first { $0.source == name }?.serial
    guard let serial = try options.value("serial") ?? listed else {
      throw UsageError(
        message: "the serial number is missing: expected --serial, or source \(name) among the "
          + "station file's instruments")
    }
    subject = CalibrationSubject(
      sourceName: name, channels: source?.channels ?? [], part: part, serial: serial,
      date: try options.value("date") ?? Self.today,
      temperatureDegreesCelsius: try options.number("temperature", in: -60...125))
  }

  /// The one source of the board that is meant: its name, part and, unless it is a slow one, itself.
  private static func source(
    of board: BoardFile, named name: String?, _ kind: any CalibrationKind.Type
  ) throws -> (name: String, part: String?, source: SourceDescription?) {
    let sampled = board.sources.filter { kind.fits($0) }.map { ($0.name, $0.part, Optional($0)) }
    let slow = board.slowSources.filter { kind.fits($0) }.map {
      ($0.name, $0.part, SourceDescription?.none)
    }
    let fitting = sampled + slow
    let names = fitting.map { $0.0 }.joined(separator: ", ")
    guard !fitting.isEmpty else {
      throw WorkError(
        message: "board \(board.name): no source that calibrate \(kind.name) can measure")
    }
    guard let name else {
      guard fitting.count == 1 else {
        throw UsageError(message: "--source is missing, expected one of \(names)")
      }
      return fitting[0]
    }
    guard let found = fitting.first(where: { $0.0 == name }) else {
      throw UsageError(message: "--source is \"\(name)\", expected one of \(names)")
    }
    return found
  }

  /// The day in UTC.
  private static var today: String {
    String(Date.now.ISO8601Format().prefix(10))
  }

  /// A table that the command line names.
  static func text(of path: String) throws -> String {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw WorkError(message: "\(path): cannot be read as text")
    }
    return text
  }

  /// The source of samples that is calibrated.
  func sampled() throws -> SourceDescription {
    guard let source else {
      throw WorkError(message: "source \(subject.sourceName) gives no samples")
    }
    return source
  }

  /// The same with the channels in the order of the counts.
  func subject(with channels: [ChannelDescription]) -> CalibrationSubject {
    var subject = subject
    subject.channels = channels
    return subject
  }

  /// All recordings of the command line, with one order of channels.
  func recordedCounts() throws -> [RecordedCounts] {
    guard !inputs.isEmpty else { throw UsageError(message: "--input is missing") }
    let source = try sampled()
    let files = try inputs.map {
      try RecordedCounts(reading: $0, of: source, filter: try options.value("channels"))
    }
    let codes = files[0].source.channels.map { $0.code }
    for (file, path) in zip(files, inputs) where file.source.channels.map({ $0.code }) != codes {
      throw WorkError(message: "\(path): expected the channels \(codes.joined(separator: ", "))")
    }
    return files
  }

  /// Which channel is meant: the one named by --channel, or the only one or the vertical.
  func channelIndex(of channels: [ChannelDescription]) throws -> Int {
    guard let code = try options.value("channel") else {
      return channels.firstIndex { $0.component == .vertical } ?? 0
    }
    guard let index = channels.firstIndex(where: { $0.code == code }) else {
      throw UsageError(
        message: "--channel is \"\(code)\", expected one of "
          + channels.map { $0.code }.joined(separator: ", "))
    }
    return index
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
