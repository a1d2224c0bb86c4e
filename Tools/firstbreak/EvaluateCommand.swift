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
    (column warm_up).

      --dataset DIR        folder with records.csv, optionally picks.csv and noise.csv, and waveforms/
      --output FILE        the predictions
      --station FILE       trigger and policy settings (Boards/examples/replay.json)
      --split WORD         train, val or any (any); records of picks.csv and noise.csv have no split
      --onset WORD         station: the station's own trigger (default); catalogue: p_sample, for the
                           model alone, without picks.csv and noise.csv
      --windows LIST       windows to write, in seconds (0.5,1,2,3,5)
      --noise-output FILE  picks and alerts on noise.csv (beside --output, .noise.csv)
      --features FILE      what every window to 30 s measured, to train estimators on

    Example:
      firstbreak evaluate --dataset data --split val --output predictions.csv
    """
  static let valueOptions: Set<String> = [
    "dataset", "station", "split", "onset", "windows", "output", "noise-output", "features",
  ]
  static let flagOptions: Set<String> = []

  static func run(_ options: Options) throws -> Bool {
    let folder = try options.required("dataset")
    let output = try options.required("output")
    let split = try options.choice("split", among: ["train", "val", "test", "any"], default: "any")
    let onset: RecordEvaluator.Onset =
      try options.choice("onset", among: ["station", "catalogue"], default: "station")
      == "catalogue" ? .catalogue : .station
    var predictions = PredictionTable(windowsMilliseconds: try windows(options))
    var features = FeatureTable()
    let (dataset, evaluator) = try open(
      folder, station: try options.value("station") ?? "Boards/examples/replay.json", onset)
    var runner = Runner(evaluator: evaluator)
    for record in dataset.records where split == "any" || record.split == split {
      let outcome = runner.run(record)
      predictions.add(record, outcome)
      if let outcome { features.add(record, outcome) }
    }
    if case .station = onset {
      for record in dataset.picks { predictions.add(record, runner.run(record)) }
      var noise = NoiseTable()
      for record in dataset.noise {
        if let outcome = runner.run(record) { noise.add(record, outcome) }
      }
      let path = try options.value("noise-output") ?? noisePath(besides: output)
      if !dataset.noise.isEmpty { try write(noise.text, to: path) }
    }
    try write(predictions.text, to: output)
    if let path = try options.value("features") { try write(features.text, to: path) }
    return runner.report()
  }

  /// Counts what was run and what could not be.
  private struct Runner {
    let evaluator: RecordEvaluator
    private var runCount = 0
    private var failedCount = 0

    init(evaluator: RecordEvaluator) { self.evaluator = evaluator }

    mutating func run(_ record: DatasetRecord) -> RecordOutcome? {
      do throws(EvaluationError) {
        let outcome = try evaluator.evaluate(record)
        runCount += 1
        return outcome
      } catch {
        printWords(error.message)
        failedCount += 1
        return nil
      }
    }

    func report() -> Bool {
      printWords("\(runCount) records run, \(failedCount) could not be")
      return runCount > 0
    }
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

  private static func write(_ text: String, to path: String) throws {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw WorkError(message: "\(path): cannot be written: \(error.localizedDescription)")
    }
  }
}
