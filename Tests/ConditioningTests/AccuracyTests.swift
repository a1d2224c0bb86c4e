import Conditioning
import Foundation
import SeismicTypes
import Testing

@Suite("The conditioning chain")
struct AccuracyTests {
  /// One line of reference.csv.
  private struct Line {
    let sample: Int
    let values: [Double]
  }

  @Test(
    "stays within half a count of SciPy at every rate",
    arguments: [20.0, 30.06, 50, 99.97, 100, 125, 200, 250, 500, 1000],
    [Quantity.acceleration, .velocity])
  func reference(hertz: Double, quantity: Quantity) throws {
    let microhertz = String(Int64((hertz * 1e6).rounded()))
    let file = packageRoot.appending(path: "Tests/Fixtures/conditioning/reference.csv")
    let lines = try rows(of: file)
      .filter { $0[0] == microhertz && $0[1] == "\(quantity)" }
      .map {
        Line(sample: try #require(Int($0[2])), values: $0.dropFirst(3).compactMap(Double.init))
      }
    try #require(lines.count >= 40)
    var conditioner = try Conditioner(
      parameters(hertz: hertz, quantity: quantity, baseline: .running(seconds: 15)))
    var worst = 0.0
    var next = 0
    for (sample, count) in signal(hertz: hertz).enumerated() where next < lines.count {
      let motion = conditioner.motion(of: count)
      guard sample == lines[next].sample else { continue }
      for (value, expected) in zip(values(motion), lines[next].values) {
        worst = max(worst, abs(value - expected))
      }
      // Trigger counts are whole numbers.
      #expect(abs(Double(motion.triggerCounts) - lines[next].values[5]) <= 0.5001)
      next += 1
    }
    #expect(next == lines.count)
    #expect(worst < 0.01)
  }

  /// The signal of make_reference.py.
  private func signal(hertz: Double) -> [Int32] {
    var state: UInt64 = 1
    let period = Int((hertz * 7).rounded(.toNearestOrEven))
    return (0..<Int((hertz * 40).rounded(.toNearestOrEven))).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let triangle = 2 * abs(2 * (index % period) - period) - period
      let slope = Int((Double(triangle * 3_000_000) / Double(period)).rounded(.down))
      return Int32(1_000_000 + slope + Int(state >> 46) - 131_072)
    }
  }

  /// The vertical's five signals in counts, counts·s and counts·s².
  private func values(_ motion: GroundMotion) -> [Double] {
    [
      motion.accelerationPicometresPerSecondSquared, motion.velocityPicometresPerSecond,
      motion.displacementPicometres, motion.shakingAccelerationPicometresPerSecondSquared,
      motion.shakingVelocityPicometresPerSecond,
    ].map { Double($0.vertical) * 213_902e-12 }
  }

  @Test("passes an impulse as SciPy does", .enabled(if: hasSharedVectors))
  func impulse() throws {
    let expected = try rows(
      of: sharedVectors.appending(path: "02_hp0075/impulse_fs100.csv"), skipping: 0
    ).compactMap { Double($0[0]) }
    try #require(expected.count == 4000)
    var conditioner = try Conditioner(parameters())
    var worst = 0.0
    for (index, value) in expected.enumerated() {
      let motion = conditioner.motion(of: index == 0 ? 1_000_000 : 0)
      let counts = Double(motion.accelerationPicometresPerSecondSquared.vertical) * 213_902e-12
      worst = max(worst, abs(counts - value * 1e6))
    }
    #expect(worst < 0.001)
  }

  @Test("passes a chirp on a million counts as SciPy does", .enabled(if: hasSharedVectors))
  func chirp() throws {
    let lines = try rows(of: sharedVectors.appending(path: "02_hp0075/chirp_dc_step_fs100.csv"))
    try #require(lines.count == 12_000)
    var conditioner = try Conditioner(parameters())
    var worst = 0.0
    for line in lines {
      let motion = conditioner.motion(of: try #require(Int32(line[0])))
      let counts = Double(motion.accelerationPicometresPerSecondSquared.vertical) * 213_902e-12
      worst = max(worst, abs(counts - (try #require(Double(line[1])))))
    }
    #expect(worst < 0.001)
  }

  @Test(
    "gives the published peaks of the P-wave vectors", .enabled(if: hasSharedVectors),
    arguments: ["A_sin1Hz", "B_burst", "C_burst_dc"])
  func peaks(name: String) throws {
    let accelerations = try rows(of: sharedVectors.appending(path: "03_pparams/\(name).csv"))
      .compactMap { Double($0[1]) }
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: sharedVectors.appending(path: "03_pparams/expected.json")))
    let results = (json as? [String: Any])?["results_hp_on_acc_vel_disp"] as? [String: Any]
    let windows = try #require(results?[name] as? [[String: Any]])
    // One count is 10⁻⁴ cm/s².
    var conditioner = try Conditioner(
      parameters(countsPerUnit: 1e6, fullScale: .max))
    let motions = accelerations.map { conditioner.motion(of: Int32(($0 * 1e4).rounded())) }
    for window in windows {
      let length = Int(try #require(window["win_s"] as? Double) * 100)
      let part = motions[1000..<(1000 + length)]
      let peaks = [
        "Pa": part.map { $0.accelerationPicometresPerSecondSquared.vertical.magnitude }.max(),
        "Pv": part.map { $0.velocityPicometresPerSecond.vertical.magnitude }.max(),
        "Pd": part.map { $0.displacementPicometres.vertical.magnitude }.max(),
      ]
      for (key, peak) in peaks {
        let expected = try #require(window[key] as? Double)
        let centimetres = Double(try #require(peak)) * 1e-10
        #expect(abs(centimetres / expected - 1) < 0.001, "\(name) \(key) in \(length) samples")
      }
    }
  }
}
