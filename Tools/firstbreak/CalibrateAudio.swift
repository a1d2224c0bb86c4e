import CalibrationAnalysis
import StationConfiguration

/// `firstbreak calibrate audio`: level and low corner of an AC-coupled converter.
enum CalibrateAudio: CalibrationKind {
  static let name = "audio"
  static let summary = "level and −3 dB corner of an AC-coupled converter, from a swept sine"
  static let help = """
    usage: firstbreak calibrate audio (--station FILE | --board FILE) --volts-rms VALUE
             --input FILE.mseed [more] [options]

    The recording holds a slow sweep of a sine of constant voltage, up or down, from well below the
    corner (0.1 Hz) to a few hertz.

      --volts-rms VALUE          of the sine at the converter's input
      --voltage-uncertainty VALUE  its standard uncertainty, relative (0.01)
      --input FILE.mseed [more]  the recordings
      --channels PATTERN         which channels of the recordings, such as EHZ
      --channel CODE             which channel of the board (the vertical)
      and those of every kind: see firstbreak calibrate --help

    Example:
      firstbreak calibrate audio --board Boards/pcm1808-geophone.json --serial 3 --volts-rms 0.1 \\
        --input sweep.mseed
    """
  static let ownOptions: Set<String> = ["channels", "channel", "volts-rms", "voltage-uncertainty"]

  static func fits(_ source: SourceDescription) -> Bool { true }

  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport {
    let options = request.options
    let files = try request.recordedCounts()
    guard let volts = try options.number("volts-rms", in: 1e-6...1000) else {
      throw UsageError(message: "--volts-rms is missing")
    }
    let channels = files[0].source.channels
    return try SweepCalibration(
      request.subject(with: channels), channelIndex: try request.channelIndex(of: channels),
      voltsRootMeanSquare: volts,
      voltageUncertainty: try options.number("voltage-uncertainty", in: 0...0.5) ?? 0.01
    ).report(on: files.flatMap { $0.series }, recordings: files.map { $0.recording })
  }
}
