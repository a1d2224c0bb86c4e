import Conditioning
import Foundation
import SeismicTypes

/// A three-component group for the tests: Z, N, E, one count worth 10¹² ÷ `countsPerUnit` pm.
func parameters(
  hertz: Double = 100, quantity: Quantity = .acceleration, countsPerUnit: Double = 213_902,
  fullScale: Int32 = 8_388_607, baseline: Conditioner.Baseline = .fixed
) -> Conditioner.Parameters {
  let axes: [(azimuth: Double, dip: Double)] = [(0, -90), (0, 0), (90, 0)]
  var parameters = Conditioner.Parameters(
    sampleRate: SampleRate(microhertz: Int64((hertz * 1e6).rounded())),
    channels: axes.map {
      Conditioner.Channel(
        quantity: quantity, countsPerUnit: countsPerUnit, fullScaleCounts: fullScale,
        azimuthDegrees: $0.azimuth, dipDegrees: $0.dip)
    }, baseline: baseline)
  parameters.followsLevelShifts = false
  return parameters
}

extension Conditioner {
  /// One sample with the same count on every channel.
  mutating func motion(of count: Int32, isBaselineFrozen: Bool = false) -> GroundMotion {
    var motion = GroundMotion()
    process(
      vertical: count, north: count, east: count, isBaselineFrozen: isBaselineFrozen, into: &motion)
    return motion
  }
}

/// Noise of about ±amplitude from a linear congruential generator: the same in every run.
struct Noise {
  private var state: UInt64 = 1

  mutating func next(amplitude: Int32) -> Int32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int32((state >> 33) % UInt64(2 * amplitude + 1)) - amplitude
  }
}

/// Rows of numbers and words from a CSV file, without its heading.
func rows(of file: URL, skipping heading: Int = 1) throws -> [[String]] {
  let text = try String(contentsOf: file, encoding: .utf8)
  return text.split(separator: "\n").dropFirst(heading).map {
    $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}

/// The package's root folder.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// The shared vectors beside the package, which a field installation does not have.
let sharedVectors: URL = {
  let shared = ProcessInfo.processInfo.environment["FIRSTBREAK_SHARED"].map {
    URL(fileURLWithPath: $0)
  }
  return (shared ?? packageRoot.deletingLastPathComponent().appending(path: "shared"))
    .appending(path: "vectors")
}()

let hasSharedVectors = FileManager.default.fileExists(atPath: sharedVectors.path)
