import Foundation
import SeismicTypes

@testable import CalibrationAnalysis

/// A made-up accelerometer of known truth on a bench.
struct TumbleBench {
  /// Counts per m/s², rows channels, columns axes.
  let gain: Matrix
  let offsets = [812.0, -455, 1290]
  let gravity = LocalGravity(
    metresPerSecondSquared: 9.7895, standardUncertaintyMetresPerSecondSquared: 0)
  let nominal = NominalSensor(
    letters: ["Z", "N", "E"], sensitivities: [26104.735, 26104.735, 26104.735], offsets: [0, 0, 0],
    fullScaleCounts: [524_287, 524_287, 524_287])

  init(isSymmetric: Bool = false, crossAxisScale: Double = 1) {
    var rows = [[1.012, 0.004, -0.003], [0.002, 0.987, 0.005], [-0.006, 0.001, 1.021]]
    for row in 0..<3 {
      for column in 0..<3 where column != row { rows[row][column] *= crossAxisScale }
    }
    if isSymmetric {
      rows = [[1.012, 0.004, -0.003], [0.004, 0.987, 0.005], [-0.003, 0.005, 1.021]]
    }
    gain = Matrix(rows.map { $0.map { $0 * 26104.735 } })
  }

  private func counts(_ direction: [Double]) -> [Double] {
    let reading = gain * direction.map { $0 * gravity.metresPerSecondSquared }
    return (0..<3).map { reading[$0] + offsets[$0] }
  }

  /// A series at 100 Hz in one position, rounded to counts.
  func series(
    of direction: [Double], seconds: Int, noise: Double, _ random: inout GaussianNumbers
  ) -> CountSeries {
    let clean = counts(direction)
    var columns: [[Double]] = []
    for channel in 0..<3 {
      let deviation = noise * gain[channel, channel]
      columns.append(
        (0..<seconds * 100).map { _ in (clean[channel] + deviation * random.next()).rounded() })
    }
    return CountSeries(
      start: Timestamp(nanoseconds: 1_767_225_600_000_000_000),
      sampleRate: SampleRate(microhertz: 100_000_000), counts: columns)
  }

  /// A position as its samples would give it, without drawing each of them.
  func position(
    _ direction: [Double], noise: Double, sampleCount: Int, _ random: inout GaussianNumbers
  ) -> StillPosition {
    let clean = counts(direction)
    let deviations = (0..<3).map {
      noise * gain[$0, $0] / Double(sampleCount).squareRoot()
    }
    return StillPosition(
      span: .anyTime, meanCounts: (0..<3).map { clean[$0] + deviations[$0] * random.next() },
      meanUncertaintyCounts: deviations, noiseCounts: (0..<3).map { noise * gain[$0, $0] },
      sampleCount: sampleCount)
  }

  /// Whether two standard uncertainties reach from each of twelve parameters to the truth.
  func isCovered(by fit: TumbleFit) -> [Bool] {
    var covered: [Bool] = []
    for channel in 0..<3 {
      let truth = gain[channel, channel]
      covered.append(
        abs(fit.offsetCounts[channel] - offsets[channel])
          <= 2 * fit.offsetUncertaintyCounts[channel])
      covered.append(
        abs(fit.sensitivityCountsPerUnit[channel] - truth)
          <= 2 * fit.sensitivityUncertaintyPerUnit[channel])
      for axis in 0..<3 where axis != channel {
        covered.append(
          abs(fit.crossAxisRatios[channel][axis] - gain[channel, axis] / truth)
            <= 2 * fit.crossAxisUncertaintyRatios[channel][axis])
      }
    }
    return covered
  }
}

extension TimeSpan {
  static let anyTime = TimeSpan(
    start: Timestamp(nanoseconds: 0), end: Timestamp(nanoseconds: 30_000_000_000))
}

extension StillPosition {
  /// A position known to a thousandth of a count.
  static func exact(_ counts: [Double]) -> StillPosition {
    StillPosition(
      span: .anyTime, meanCounts: counts, meanUncertaintyCounts: [0.001, 0.001, 0.001],
      noiseCounts: [0.1, 0.1, 0.1], sampleCount: 3000)
  }
}

/// Normal numbers by Box and Müller from SplitMix64: the same for the same seed everywhere.
struct GaussianNumbers {
  private var state: UInt64
  private var spare: Double?

  init(seed: UInt64) { state = seed }

  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return (Double(z >> 11) + 0.5) / 9_007_199_254_740_992
  }

  mutating func next() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}

/// Files of `Tests/Fixtures/calibration`.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/calibration")

  /// The numbers of a comma-separated file behind its heading.
  static func table(_ name: String) throws -> [[Double]] {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",").compactMap { Double($0) }
    }
  }
}
