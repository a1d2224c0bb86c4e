import Foundation
import SeismicTypes
import Testing

@testable import CalibrationAnalysis

@Suite("Twelve parameters from a tumble")
struct TumbleTests {
  private static let milligram = 0.00980665

  @Test("offsets within 0.1 mg, scale within 50 ppm, cross-axis within 100 ppm")
  func accuracy() throws {
    var random = GaussianNumbers(seed: 7)
    let bench = TumbleBench()
    // Every sample is drawn: 0.1 mg a sample, 100 Hz, 30 s a face.
    let positions = Face.all.map { face in
      StillPosition(
        bench.series(of: face.direction, seconds: 30, noise: 0.1 * Self.milligram, &random),
        0..<3000)
    }
    let fit = try #require(
      TumbleFit(
        positions,
        TumbleFit.Parameters(
          directions: Face.all.map { $0.direction }, gravity: bench.gravity, fixtureRadians: 0)))
    for channel in 0..<3 {
      let truth = bench.gain[channel, channel]
      #expect(
        abs(fit.offsetCounts[channel] - bench.offsets[channel]) / truth < 0.1 * Self.milligram)
      #expect(abs(fit.sensitivityCountsPerUnit[channel] / truth - 1) < 50e-6)
      for axis in 0..<3 {
        let ratio = bench.gain[channel, axis] / truth
        #expect(abs(fit.crossAxisRatios[channel][axis] - ratio) < 100e-6)
      }
    }
  }

  /// How much of the fixture's variance is common to all positions, and the bench's cross-axis ratios
  /// against its usual ones: each placement's own tilt, one turn of the whole fixture, half of each.
  struct FixtureError: Sendable {
    let commonShare: Double
    let crossAxisScale: Double
  }

  /// Two standard uncertainties must cover each of the twelve parameters in 90 to 98 of 100 trials.
  @Test(
    "uncertainties cover the truth under a fixture error of 0.2°",
    arguments: [
      FixtureError(commonShare: 0, crossAxisScale: 1),
      FixtureError(commonShare: 1, crossAxisScale: 1),
      FixtureError(commonShare: 0.5, crossAxisScale: 1),
      FixtureError(commonShare: 0, crossAxisScale: 0),
      FixtureError(commonShare: 1, crossAxisScale: 0),
    ])
  func coverage(error: FixtureError) throws {
    let trials = 1000
    var random = GaussianNumbers(seed: 20_261_130)
    let bench = TumbleBench(crossAxisScale: error.crossAxisScale)
    let fixture = 0.2 * Double.pi / 180
    var covered = [Int](repeating: 0, count: 12)
    for _ in 0..<trials {
      let common = (0..<3).map { _ in
        fixture * error.commonShare.squareRoot() * random.next()
      }
      let positions = Face.all.map { face in
        let tilt = common.map {
          $0 + fixture * (1 - error.commonShare).squareRoot() * random.next()
        }
        return bench.position(
          turned(face.direction, by: tilt), noise: 0.1 * Self.milligram, sampleCount: 3000, &random)
      }
      let fit = try #require(
        TumbleFit(
          positions,
          TumbleFit.Parameters(
            directions: Face.all.map { $0.direction }, gravity: bench.gravity,
            fixtureRadians: fixture)))
      for (index, isCovered) in bench.isCovered(by: fit).enumerated() where isCovered {
        covered[index] += 1
      }
    }
    let shares = covered.map { Double($0) / Double(trials) }
    for share in shares { #expect(share >= 0.9 && share <= 0.98, "\(shares)") }
  }

  @Test("equals the reference solution of the six positions")
  func reference() throws {
    let rows = try Fixture.table("six-positions.csv")
    let expected = [
      [3.782_753_011_147_779_5e-05, -7.772_441_765_823_499e-08, 2.223_621_103_926_849_2e-07],
      [-1.534_587_119_535_001_5e-07, 3.878_511_820_810_192e-05, -3.886_257_497_740_29e-08],
      [1.119_669_033_947_422_1e-07, -1.901_808_254_082_436e-07, 3.749_391_448_756_003_4e-05],
      [-0.030_930_215_469_802_83, 0.017_955_674_276_580_808, -0.048_565_390_194_151_95],
    ]
    let positions = rows.map { StillPosition.exact(Array($0[0..<3])) }
    let fit = try #require(
      TumbleFit(
        positions,
        TumbleFit.Parameters(
          directions: rows.map { row in row[3..<6].map { $0 / 9.80665 } },
          gravity: LocalGravity(
            metresPerSecondSquared: 9.80665, standardUncertaintyMetresPerSecondSquared: 0),
          fixtureRadians: 0)))
    // The reference solves for acceleration by counts: [y 1] X = g; ours is the other way round.
    for (row, reading) in rows.enumerated() {
      let acceleration = fit.acceleration(of: Array(reading[0..<3]))
      for axis in 0..<3 {
        var value = expected[3][axis]
        for channel in 0..<3 { value += reading[channel] * expected[channel][axis] }
        #expect(abs(acceleration[axis] - value) < 1e-9, "position \(row + 1)")
      }
    }
    let probe = [12_345.0, -67_890, 150_000]
    let acceleration = fit.acceleration(of: probe)
    for axis in 0..<3 {
      var value = expected[3][axis]
      for channel in 0..<3 { value += probe[channel] * expected[channel][axis] }
      #expect(abs(acceleration[axis] - value) < 1e-9)
    }
  }

  @Test("the ellipsoid finds offsets, scales and the symmetric cross-axis part")
  func ellipsoid() throws {
    var random = GaussianNumbers(seed: 11)
    let bench = TumbleBench(isSymmetric: true)
    let directions = (0..<24).map { index -> [Double] in
      let height = 1 - (2 * Double(index) + 1) / 24
      let angle = Double(index) * 2.399_963_229_728_653
      let level = (1 - height * height).squareRoot()
      return [height, level * cos(angle), level * sin(angle)]
    }
    let positions = directions.map {
      bench.position($0, noise: 0.1 * Self.milligram, sampleCount: 3000, &random)
    }
    let fit = try #require(
      EllipsoidFit(positions, nominal: bench.nominal, gravity: bench.gravity))
    for channel in 0..<3 {
      let truth = bench.gain[channel, channel]
      #expect(abs(fit.offsetCounts[channel] - bench.offsets[channel]) / truth < 1e-4)
      #expect(abs(fit.sensitivityCountsPerUnit[channel] / truth - 1) < 50e-6)
      for axis in 0..<3 {
        #expect(
          abs(fit.crossAxisRatios[channel][axis] - bench.gain[channel, axis] / truth) < 1e-4)
      }
    }
    #expect(
      EllipsoidFit(Array(positions.prefix(8)), nominal: bench.nominal, gravity: bench.gravity)
        == nil)
  }

  @Test("five faces do not determine a tumble")
  func tooFew() {
    var random = GaussianNumbers(seed: 3)
    let bench = TumbleBench()
    let faces = Face.all.prefix(3).map { $0.direction }
    let positions = faces.map {
      bench.position($0, noise: 0.001, sampleCount: 3000, &random)
    }
    #expect(
      TumbleFit(
        positions,
        TumbleFit.Parameters(directions: faces, gravity: bench.gravity, fixtureRadians: 0)) == nil)
  }

  @Test(
    "normal gravity is that of WGS84",
    arguments: [
      (0.0, 0.0, 9.780_325_3), (45, 0, 9.806_197_8), (90, 0, 9.832_184_9), (45, 1000, 9.803_112_4),
    ])
  func gravity(latitude: Double, height: Double, expected: Double) {
    let gravity = LocalGravity(latitudeDegrees: latitude, heightMetres: height)
    #expect(abs(gravity.metresPerSecondSquared - expected) < 2e-6)
  }

  /// A direction turned by small angles about the three axes, exactly a rotation.
  private func turned(_ direction: [Double], by angles: [Double]) -> [Double] {
    let angle = Vector.length(angles)
    let axis = angles.map { $0 / angle }
    let along = Vector.dot(axis, direction)
    let cross = [
      axis[1] * direction[2] - axis[2] * direction[1],
      axis[2] * direction[0] - axis[0] * direction[2],
      axis[0] * direction[1] - axis[1] * direction[0],
    ]
    return (0..<3).map {
      direction[$0] * cos(angle) + cross[$0] * sin(angle) + axis[$0] * along * (1 - cos(angle))
    }
  }
}

extension TumbleFit {
  /// What counts mean by the fit.
  func acceleration(of counts: [Double]) -> [Double] {
    var gain = Matrix(rows: 3, columns: 3)
    var right = Matrix(rows: 3, columns: 1)
    for channel in 0..<3 {
      right[channel, 0] = counts[channel] - offsetCounts[channel]
      for axis in 0..<3 {
        gain[channel, axis] = sensitivityCountsPerUnit[channel] * crossAxisRatios[channel][axis]
      }
    }
    let solution = gain.solved(for: right) ?? right
    return (0..<3).map { solution[$0, 0] }
  }
}
