import CalibrationAnalysis
import Foundation
import StationConfiguration

/// `firstbreak calibrate radon`: factor and background from an exchange against a reference.
enum CalibrateRadon: CalibrationKind {
  static let name = "radon"
  static let summary = "factor and background of a counter, from an exchange against a reference"
  static let help = """
    usage: firstbreak calibrate radon (--station FILE | --board FILE) --input FILE.csv [more] [options]

    The table has a line for each interval in which both stood side by side, 48 h or more in all, under
    the heading \(RadonExchange.Interval.heading)

      --input FILE.csv [more]    the tables
      --reference-uncertainty-percent VALUE  standard uncertainty of the reference's calibration (5)
      --background VALUE         counts an hour without radon, where it is known; left out: fitted
      and those of every kind: see firstbreak calibrate --help

    Example:
      firstbreak calibrate radon --board board.json --source radon --serial 42 --input exchange.csv
    """
  static let ownOptions: Set<String> = ["reference-uncertainty-percent", "background"]

  static func fits(_ source: SourceDescription) -> Bool { false }

  static func fits(_ source: SlowSourceDescription) -> Bool {
    switch source.driver {
    case .rd200m, .pulse: true
    case .environment: false
    }
  }

  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport {
    guard !request.inputs.isEmpty else { throw UsageError(message: "--input is missing") }
    var intervals: [RadonExchange.Interval] = []
    for path in request.inputs {
      intervals += try RadonExchange.Interval.table(
        CalibrationRequest.text(of: path), named: path)
    }
    let options = request.options
    let percent = try options.number("reference-uncertainty-percent", in: 0...100) ?? 5
    return try RadonExchange(
      request.subject, referenceUncertainty: percent / 100,
      backgroundCountsPerHour: try options.number("background", in: 0...1e6)
    ).report(on: intervals, recordings: try request.inputs.map { try RecordedCounts.entry(of: $0) })
  }
}
