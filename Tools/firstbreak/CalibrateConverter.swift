import CalibrationAnalysis
import StationConfiguration

/// `firstbreak calibrate adc`: gain, offset, noise and effective bits from known voltages.
enum CalibrateConverter: CalibrationKind {
  static let name = "adc"
  static let summary = "gain, offset, noise and effective bits, from known voltages and a short"
  static let help = """
    usage: firstbreak calibrate adc (--station FILE | --board FILE) --volts LIST
             --input FILE.mseed [more] [options]

    One recording at each voltage, in the order of the list; one of them with the input shorted (0).
    Every channel of the recordings is calibrated.

      --volts LIST               volts at the input, such as 0,-2,2, best near ±80 % of full scale
      --voltage-uncertainty VALUE  their standard uncertainty, relative (0.0005)
      --input FILE.mseed [more]  the recordings
      --channels PATTERN         which channels of the recordings
      and those of every kind: see firstbreak calibrate --help

    Example:
      firstbreak calibrate adc --board Boards/ads1256-geophone.json --serial 17 --volts 0,-2,2 \\
        --input short.mseed minus.mseed plus.mseed
    """
  static let ownOptions: Set<String> = ["channels", "volts", "voltage-uncertainty"]

  static func fits(_ source: SourceDescription) -> Bool { true }

  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport {
    let files = try request.recordedCounts()
    let words = try request.options.required("volts").split(separator: ",")
    let volts = words.compactMap { Double($0) }
    guard volts.count == words.count, volts.count == files.count, volts.allSatisfy(\.isFinite)
    else {
      throw UsageError(
        message:
          "--volts gives \(words.count) voltages for \(files.count) recordings, expected one "
          + "number for each, separated by commas")
    }
    let levels = try zip(volts, files).map { volts, file in
      guard let series = file.series.first, file.series.count == 1 else {
        throw WorkError(
          message:
            "\(file.recording.file): has \(file.series.count) stretches, expected one without "
            + "a gap")
      }
      return VoltageCalibration.Level(volts: volts, series: series)
    }
    return try VoltageCalibration(
      request.subject(with: files[0].source.channels),
      voltageUncertainty: try request.options.number("voltage-uncertainty", in: 0...0.1) ?? 0.0005
    ).report(on: levels, recordings: files.map { $0.recording })
  }
}
