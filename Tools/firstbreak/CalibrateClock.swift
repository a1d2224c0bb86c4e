import Acquisition
import CalibrationAnalysis
import SeismicTypes
import StationConfiguration

/// `firstbreak calibrate clock`: rate, stability and latency of a source.
enum CalibrateClock: CalibrationKind {
  static let name = "clock"
  static let summary = "rate in ppm, Allan deviation and latency of a source"
  static let help = """
    usage: firstbreak calibrate clock (--station FILE | --board FILE) [--input FILE.mseed] [options]

    Without --input the sensor is read live for a while, against this machine's clock: rate, stability
    and the latency from a sample's instant to its block in hand. With a recording, the start times of
    its records are taken, which says something where they were written by a disciplined clock.

      --input FILE.mseed         a recording in place of the sensor
      --channels PATTERN         which channel of the recording, such as HNZ
      --seconds N                live: how long, 10 to 86400 (600)
      and those of every kind: see firstbreak calibrate --help

    Example:
      firstbreak calibrate clock --station station.json --seconds 3600
    """
  static let ownOptions: Set<String> = ["channels", "seconds"]

  static func fits(_ source: SourceDescription) -> Bool { true }

  static func calibrate(_ request: CalibrationRequest) throws -> CalibrationReport {
    let source = try request.sampled()
    guard let path = request.inputs.first else { return try live(request, source) }
    guard request.inputs.count == 1 else {
      throw UsageError(message: "--input is several files, expected one")
    }
    guard let hertz = source.sampleRateHertz else {
      throw WorkError(
        message: "source \(source.name): the board gives no sampleRateHertz to compare with")
    }
    let ticks = try ClockCalibration.Tick.recorded(
      in: path, nominalHertz: hertz, filter: try request.options.value("channels"))
    return try ClockCalibration(request.subject, nominalHertz: hertz).report(
      on: ticks, recordings: [try RecordedCounts.entry(of: path)])
  }

  private static func live(
    _ request: CalibrationRequest, _ source: SourceDescription
  ) throws -> CalibrationReport {
    let seconds = try request.options.integer("seconds", in: 10...86_400) ?? 600
    let counts = try LiveCounts(source)
    let hertz = Double(counts.sampleRate.microhertz) / 1e6
    let bar = ProgressBar(total: seconds)
    var shown = 0
    var ticks: [ClockCalibration.Tick] = []
    var first: LiveCounts.Arrival?
    _ = try counts.read(restartsAfterGap: false) { _, arrival in
      let origin = first ?? arrival
      first = origin
      ticks.append(
        ClockCalibration.Tick(
          sampleIndex: Double(arrival.sampleIndex - origin.sampleIndex),
          seconds: Double(arrival.startRawNanoseconds - origin.startRawNanoseconds) / 1e9,
          latencySeconds: Double(arrival.latencyNanoseconds) / 1e9))
      let elapsed = Int(Double(arrival.sampleIndex - origin.sampleIndex) / hertz)
      while shown < min(elapsed, seconds) {
        shown += 1
        bar.show(shown)
      }
      return elapsed >= seconds
    }
    return try ClockCalibration(request.subject, nominalHertz: hertz).report(
      on: ticks, recordings: [])
  }
}
