import Evaluation
import Foundation
import StationConfiguration
import StationRuntime

/// `firstbreak evaluate`: the station's pipeline over every record of a data set.
enum EvaluateCommand: Command {
  static let name = "evaluate"
  static let summary = "runs the station's pipeline over every record of a data set"
  static let help = """
    usage: firstbreak evaluate --dataset DIR --output predictions.csv [options]

    Feeds each record of DIR as counts through the station's pipeline and writes one row per record
    and window. Records without enough signal before the onset are warmed up on their mirrored noise
    (column warm_up). Prints how long the station took to decide, in seconds of data time.

      --dataset DIR        folder with records.csv, optionally picks.csv and noise.csv, and waveforms/
      --output FILE        the predictions
      --station FILE       trigger and policy settings (Boards/examples/replay.json)
      --split WORD         train, val or any (any); records of picks.csv and noise.csv have no split
      --onset WORD         station: the station's own trigger (default); catalogue: p_sample, for the
                           model alone, without picks.csv and noise.csv
      --windows LIST       windows to write, in seconds (0.5,1,2,3,5)
      --noise-output FILE  picks and alerts on noise.csv (beside --output, .noise.csv)
      --features FILE      what every window to 30 s measured, to train estimators on
      --jobs N             records run at a time (one a processor)
      --json               the decision delays as JSON

    Example:
      firstbreak evaluate --dataset data --split val --output predictions.csv
    """
  static let valueOptions: Set<String> = [
    "dataset", "station", "split", "onset", "windows", "output", "noise-output", "features",
    "jobs",
  ]
  static let flagOptions: Set<String> = ["json"]

  static func run(_ options: Options) throws -> Bool {
    let folder = try options.required("dataset")
    let output = try options.required("output")
    let split = try options.choice("split", among: ["train", "val", "test", "any"], default: "any")
    let onset: RecordEvaluator.Onset =
      try options.choice("onset", among: ["station", "catalogue"], default: "station")
      == "catalogue" ? .catalogue : .station
    let noisePath = try options.value("noise-output") ?? noisePath(besides: output)
    let featuresPath = try options.value("features")
    var tables = EvaluationTables(windowsMilliseconds: try windows(options))
    let workerCount = try options.integer("jobs", in: 1...1_024)
    let (dataset, evaluator) = try open(
      folder, station: try options.value("station") ?? "Boards/examples/replay.json", onset)
    try Output.check(writable: output)
    if let featuresPath { try Output.check(writable: featuresPath) }

    var records = dataset.records.filter { split == "any" || $0.split == split }
    if case .station = onset { records += dataset.picks + dataset.noise }
    let results = DatasetRun(evaluator, workerCount: workerCount)
      .outcomes(of: records, progress: ProgressBar(total: records.count).show)
    for (record, result) in zip(records, results) { tables.add(record, result) }

    for failure in tables.failures { printWords(failure.message) }
    try Output.file(tables.predictions.text, to: output)
    if records.contains(where: \.isNoise) { try Output.file(tables.noise.text, to: noisePath) }
    if let featuresPath { try Output.file(tables.features.text, to: featuresPath) }
    try Output.line(options.has("json") ? tables.delays.json : tables.delays.text)
    let runCount = records.count - tables.failures.count
    printWords("\(runCount) records run, \(tables.failures.count) could not be")
    return runCount > 0
  }

  private static func windows(_ options: Options) throws -> [Int32] {
    let text = try options.value("windows") ?? "0.5,1,2,3,5"
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let seconds = Double(word), seconds >= 0.5, seconds <= 60,
        seconds * 2 == (seconds * 2).rounded(), seconds <= 10 || seconds == seconds.rounded()
      else {
        throw UsageError(
          message: "--windows holds \"\(word)\", expected 0.5, 1, … 10, 11, … 60 seconds")
      }
      return Int32(seconds * 1000)
    }
  }

  private static func open(
    _ folder: String, station: String, _ onset: RecordEvaluator.Onset
  ) throws -> (Dataset, RecordEvaluator) {
    do {
      let setup = try StationSetup(readingFrom: station)
      return (try Dataset(folder: folder), try RecordEvaluator(setup, onset: onset))
    } catch let error as ConfigurationError {
      throw WorkError(message: error.message)
    } catch let error as StationError {
      throw WorkError(message: error.message)
    } catch let error as EvaluationError {
      throw WorkError(message: error.message)
    }
  }

  private static func noisePath(besides output: String) -> String {
    let stem = output.hasSuffix(".csv") ? String(output.dropLast(4)) : output
    return stem + ".noise.csv"
  }
}
