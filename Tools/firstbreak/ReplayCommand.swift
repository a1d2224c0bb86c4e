import Alerting
import Plotting
import Replaying
import SeismicTypes
import StationConfiguration
import StationRuntime

/// `firstbreak replay`: the station's own pipeline over recorded counts.
enum ReplayCommand: Command {
  static let name = "replay"
  static let summary = "runs the station's own pipeline over a recording"
  static let help = """
    usage: firstbreak replay --station FILE --input X.mseed [more] [options]

    Prints picks, estimates, alerts and the observed peaks. The stages and their arithmetic are the
    daemon's own; the same counts give the same results at every block size and speed.

      --station FILE             whose trigger, policy and board to use
      --input X.mseed [more]     the recording, one file or several
      --channels PATTERN         which channels of the files, such as EN?
      --sensitivity VALUE        counts per m/s² or m/s in place of the board's
      --quantity WORD            acceleration or velocity: what a count of VALUE measures
                                 (both may repeat as CODE=VALUE, for one channel)
      --speed WORD               max (default), realtime, or a factor such as 10
      --samples-per-block N      1 to 4096 in place of the board's
      --send HOST:PORT           signs with the station's keyFile and sends there, marked as a test;
                                 in real time unless --speed says otherwise
      --json                     one JSON object a line
      --picture FILE.svg|png     draws trace, trigger and predicted against observed PGV

    Example:
      firstbreak replay --station Boards/examples/replay.json \\
        --input Tests/Fixtures/records/02_ridgecrest_M7.1_CCC_60s.mseed --picture replay.svg
    """
  static let valueOptions: Set<String> = [
    "station", "channels", "sensitivity", "quantity", "speed", "samples-per-block", "send",
    "picture",
  ]
  static let listOptions: Set<String> = ["input"]
  static let flagOptions: Set<String> = ["json"]

  static func run(_ options: Options) throws -> Bool {
    let request = try ReplayRequest(options)
    let setup = try StationSetup(readingFrom: request.station)
    if let skipped = setup.board.sources.dropFirst().first {
      printWords("source \(skipped.name) and those after it are left out: a replay runs the first")
    }
    let plan = try request.overrides.plan(of: setup)
    let run = try ReplayRun(
      plan, samplesPerBlock: request.samplesPerBlock, speed: request.speed,
      destination: try request.destination())
    for remark in plan.sources[0].remarks { printWords(remark) }
    for remark in SourceRemarks.words(on: plan.sources[0]) { printWords(remark) }
    let result = try request.isJSON ? json(run) : words(run, plan.sources[0].startTime)
    if let picture = request.picture { try draw(plan, to: picture) }
    return wasSent(result.transmissions)
  }

  private static func json(_ run: ReplayRun) throws -> ReplayRun.Result {
    let result = try run.run { message, _ in try Output.line(message.jsonLine) }
    try Output.line(StationSummary([result.tally]).jsonLine)
    return result
  }

  private static func words(_ run: ReplayRun, _ start: Timestamp) throws -> ReplayRun.Result {
    let words = ReplayWords(startTime: start)
    try Output.line(words.heading)
    let result = try run.run { message, newest in
      try Output.line(words.line(for: message, at: newest))
    }
    for line in words.summary(of: result.tally) { try Output.line(line) }
    return result
  }

  private static func draw(_ plan: StationPlan, to file: PictureFile) throws {
    let codes = plan.sources[0].description.channels.map { $0.code }
    let picture = ReplayPicture(
      try ReplayTrace(plan), station: plan.setup.station, channels: codes)
    try file.save(svg: picture.svg)
  }

  /// Whether most transmissions went out; an ICMP refusal counts as a failure.
  private static func wasSent(_ transmissions: (sent: UInt64, failed: UInt64)) -> Bool {
    guard transmissions.failed > 0 else { return true }
    printWords(
      "\(transmissions.failed) of \(transmissions.sent) transmissions failed or were refused")
    return transmissions.failed * 2 < transmissions.sent
  }
}
