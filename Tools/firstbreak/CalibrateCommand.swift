import Foundation

/// `firstbreak calibrate`: measures an instrument and writes its calibration file.
enum CalibrateCommand: Command {
  static let name = "calibrate"
  static let summary = "measures an instrument and writes its calibration file"
  static let help = """
    usage: firstbreak calibrate KIND [options]

    Each KIND writes Calibration/<part>/<serial>-<date>.json, which the station file then names, and a
    picture beside it that shows whether to believe it. Nothing is ever overwritten.

    \(kindLines)

    Each has --help. All take

      --station FILE             whose board, place and serial numbers to use
      --board FILE               in place of a station: the board alone
      --source NAME              the source of the board; needed where several fit
      --serial TEXT              the instrument's serial number, in place of the station's
      --part TEXT                refused unless it is the board's: a guard against the wrong drawer
      --date YYYY-MM-DD          of the measurement (today)
      --temperature DEGREES      of the instrument, °C
      --output DIR               where calibrations are kept (Calibration)
      --json                     the result as one JSON object

    Example:
      firstbreak calibrate accelerometer --station station.json --input tumble.mseed
    """
  static let valueOptions: Set<String> = []
  static var subcommands: [any Command.Type] { [CalibrateAccelerometer.self] }

  private static var kindLines: String {
    subcommands.map {
      "  " + $0.name.padding(toLength: 15, withPad: " ", startingAt: 0) + $0.summary
    }.joined(separator: "\n")
  }

  static func run(_ options: Options) throws -> Bool {
    let names = subcommands.map { $0.name }.joined(separator: ", ")
    throw UsageError(message: "a KIND is missing, expected one of \(names)")
  }
}
