import CalibrationAnalysis
import SeismicTypes
import StationConfiguration

/// `firstbreak calibrate geophone`: natural frequency, damping and generator constant.
enum CalibrateGeophone: CalibrationKind {
  static let name = "geophone"
  static let summary = "natural frequency, damping and generator constant, from releases or steps"
  static let help = """
    usage: firstbreak calibrate geophone (--station FILE | --board FILE) --input FILE.mseed [more]
             [options]

    The recordings hold releases: a small current through the coil holds the mass aside and is cut, or a
    step of current is switched; with a second of quiet between them. Thirty at 40 dB give 0.5 %.

      --input FILE.mseed [more]  the recordings
      --channels PATTERN         which channels of the recordings, such as EHZ
      --channel CODE             which channel of the board (the vertical)
      --low-corner VALUE         corner of the converter's coupling, Hz (the board's lowCornerHertz or 0)
      --converter FILE           the converter's calibration by calibrate adc or audio: counts per volt
      --counts-per-volt VALUE    in place of it, at the coil's terminals
    and for the generator constant

      --mass-grams VALUE         the moving mass, from the data sheet
      --current-microamperes VALUE  what held it
      --relative-uncertainty VALUE  standard uncertainty of mass, current and volts together (0.02)
      --coil-ohms, --load-ohms VALUE  of the coil and what it feeds; left out: an open coil
      and those of every kind: see firstbreak calibrate --help

    Example:
      firstbreak calibrate geophone --board Boards/pcm1808-geophone.json --serial SM6-17 \\
        --input releases.mseed --mass-grams 11.1 --current-microamperes 50 --counts-per-volt 715827797
    """
  static let ownOptions: Set<String> = [
    "channels", "channel", "low-corner", "converter", "counts-per-volt", "mass-grams",
    "current-microamperes", "relative-uncertainty", "coil-ohms", "load-ohms",
  ]

  static func fits(_ source: SourceDescription) -> Bool {
    source.channels.contains { $0.quantity == .velocity }
  }

  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport {
    let options = request.options
    let files = try request.recordedCounts()
    let channels = files[0].source.channels
    let index = try request.channelIndex(of: channels)
    let code = channels[index].code
    let converter = try options.value("converter").map { try CalibrationFile(readingFrom: $0) }
    let measured = converter?.measurements.first { $0.quantity == code + " gain" }
    if let converter, measured == nil {
      throw WorkError(
        message:
          "--converter: the calibration of \(converter.part) has no measurement \"\(code) gain\"")
    }
    var corner = try options.number("low-corner", in: 0...20) ?? 0
    if try options.value("low-corner") == nil, case .alsa(let settings) = files[0].source.driver {
      corner = settings.lowCornerHertz ?? 0
    }
    let stage = converter?.channels.first { $0.code == code }?.responseStages.last
    let countsPerVolt =
      try options.number("counts-per-volt", in: 1e-3...1e13) ?? measured.map { abs($0.value) }
    let calibration = GeophoneCalibration(
      request.subject(with: channels), channelIndex: index, couplingHertz: corner,
      release: try release(options, countsPerVolt: countsPerVolt), converterStage: stage)
    return try calibration.report(
      on: files.flatMap { $0.series }, recordings: files.map { $0.recording })
  }

  private static func release(
    _ options: Options, countsPerVolt: Double?
  ) throws -> GeophoneCalibration.Release? {
    let grams = try options.number("mass-grams", in: 0.1...10_000)
    let microamperes = try options.number("current-microamperes", in: 1e-3...1e6)
    guard grams != nil || microamperes != nil else { return nil }
    guard let grams, let microamperes, let countsPerVolt else {
      throw UsageError(
        message: "the generator constant needs --mass-grams, --current-microamperes and "
          + "--counts-per-volt or --converter")
    }
    let coil = try options.number("coil-ohms", in: 0...1e6)
    let load = try options.number("load-ohms", in: 1...1e12)
    guard (coil == nil) == (load == nil) else {
      throw UsageError(message: "--coil-ohms and --load-ohms belong together")
    }
    return GeophoneCalibration.Release(
      massKilograms: grams / 1000, currentAmperes: microamperes * 1e-6,
      countsPerVolt: countsPerVolt,
      relativeUncertainty: try options.number("relative-uncertainty", in: 0...1) ?? 0.02,
      openToLoadedRatio: load.map { (($0 + (coil ?? 0)) / $0) } ?? 1)
  }
}
