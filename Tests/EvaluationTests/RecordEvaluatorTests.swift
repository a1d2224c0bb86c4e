import Evaluation
import Foundation
import StationConfiguration
import Testing

/// Whole records through the station's pipeline; skipped where ../shared is absent.
@Suite(.enabled(if: SharedData.isPresent, "no data set at ../shared/data"))
struct RecordEvaluatorTests {
  private func outcomes(
    samplesPerBlock: Int, onset: RecordEvaluator.Onset
  ) throws -> [String] {
    let evaluator = try RecordEvaluator(
      StationSetup(readingFrom: SharedData.root + "/Tests/Fixtures/stations/linear.json"),
      onset: onset,
      samplesPerBlock: samplesPerBlock)
    let wanted = ["CI.CCC.HN.ci38457511", "OE.013.2020_1_24", "TSMIP.TTN022.CWB20220917134119"]
    return try Dataset(folder: SharedData.folder).records.filter { wanted.contains($0.id) }.map {
      var table = PredictionTable(windowsMilliseconds: [500, 1_000, 3_000, 10_000])
      table.add($0, try evaluator.evaluate($0))
      return table.text
    }
  }

  /// A strong record behind a foreshock, one with a gap and one that needs mirrored noise.
  @Test(arguments: [RecordEvaluator.Onset.station, .catalogue])
  func blockSizeDoesNotMatter(onset: RecordEvaluator.Onset) throws {
    let whole = try outcomes(samplesPerBlock: 64, onset: onset)
    #expect(whole.count == 3)
    for size in [1, 7] {
      #expect(try outcomes(samplesPerBlock: size, onset: onset) == whole)
    }
  }

  @Test func aCatalogueOnsetIsTakenAsItIs() throws {
    let text = try outcomes(samplesPerBlock: 16, onset: .catalogue).joined()
    #expect(text.contains("\nCI.CCC.HN.ci38457511,0.5,2244,"))
    #expect(text.contains(",0,recorded,") && text.contains(",0,mirrored,"))
  }
}

enum SharedData {
  static var root: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  static var folder: String {
    let shared = ProcessInfo.processInfo.environment["FIRSTBREAK_SHARED"] ?? root + "/../shared"
    return shared + "/data"
  }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder + "/records.csv") }
}
