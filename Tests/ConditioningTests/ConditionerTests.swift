import Conditioning
import FixedPoint
import Foundation
import SeismicTypes
import Testing

@Suite("A conditioner")
struct ConditionerTests {
  @Test("starts anew after a restart")
  func restart() throws {
    let parameters = parameters(baseline: .running(seconds: 5))
    var used = try Conditioner(parameters)
    var noise = Noise()
    for _ in 0..<1500 { _ = used.motion(of: noise.next(amplitude: 8_000_000)) }
    used.restart()
    var fresh = try Conditioner(parameters)
    for _ in 0..<1500 {
      let count = 500_000 + noise.next(amplitude: 1000)
      #expect(used.motion(of: count) == fresh.motion(of: count))
    }
  }

  @Test("leaves the running mean alone while it is frozen")
  func frozenBaseline() throws {
    var conditioner = try Conditioner(parameters(baseline: .running(seconds: 2)))
    for _ in 0..<500 { _ = conditioner.motion(of: 1000) }
    var motion = GroundMotion()
    for index in 0..<500 {
      motion = conditioner.motion(of: index % 2 == 0 ? 2000 : 4000, isBaselineFrozen: true)
    }
    let counts = Double(motion.shakingAccelerationPicometresPerSecondSquared.vertical) * 213_902e-12
    #expect(abs(counts - 3000) < 0.01)
  }

  @Test("takes a lasting offset of a velocity sensor for no motion")
  func velocityOffset() throws {
    var conditioner = try Conditioner(
      parameters(quantity: .velocity, countsPerUnit: 1e9, baseline: .running(seconds: 60)))
    var motion = GroundMotion()
    for _ in 0..<3000 { motion = conditioner.motion(of: 4_000_000) }
    #expect(motion.velocityPicometresPerSecond == Vector3())
    #expect(motion.shakingVelocityPicometresPerSecond == Vector3())
  }

  @Test("turns three oblique channels into vertical, north and east")
  func obliqueAxes() throws {
    // Three axes 54.7356° from up, 120° apart (a homogeneous triaxial sensor).
    var parameters = parameters()
    for index in 0..<3 {
      parameters.channels[index].azimuthDegrees = Double(120 * index)
      parameters.channels[index].dipDegrees = -35.264390
    }
    var conditioner = try Conditioner(parameters)
    var motion = GroundMotion()
    let up = 1 / 3.0.squareRoot()
    let level = (2.0 / 3).squareRoot()
    let counts = (0..<3).map { index in
      let azimuth = Double(120 * index) * Double.pi / 180
      return Int32(
        (up * 1_000_000 + level * (cos(azimuth) * 400_000 + sin(azimuth) * -200_000)).rounded())
    }
    conditioner.process(
      vertical: counts[0], north: counts[1], east: counts[2], isBaselineFrozen: false, into: &motion
    )
    let shaking = motion.shakingAccelerationPicometresPerSecondSquared
    #expect(abs(Double(shaking.vertical) * 213_902e-12 - 1_000_000) < 2)
    #expect(abs(Double(shaking.north) * 213_902e-12 - 400_000) < 2)
    #expect(abs(Double(shaking.east) * 213_902e-12 + 200_000) < 2)
  }

  @Test("takes a single vertical channel and masks the horizontals")
  func singleChannel() throws {
    var parameters = parameters()
    parameters.channels.removeLast(2)
    parameters.channels[0].dipDegrees = 90
    var conditioner = try Conditioner(parameters)
    let motion = conditioner.motion(of: 213_902)
    let shaking = motion.shakingAccelerationPicometresPerSecondSquared
    #expect(shaking == Vector3(vertical: -1_000_000_000_000, north: 0, east: 0))
    #expect(motion.maskedComponents.rawValue == 6)
  }

  @Test("takes the channel's own offset off")
  func offset() throws {
    var parameters = parameters()
    parameters.channels[1].offsetCounts = 1234.5
    parameters.channels[1].countsPerUnit = -213_902
    var conditioner = try Conditioner(parameters)
    let shaking = conditioner.motion(of: 1000).shakingAccelerationPicometresPerSecondSquared
    #expect(abs(Double(shaking.north) * 213_902e-12 - 234.5) < 0.001)
  }

  @Test("holds its range at the converter's limits: nothing wraps", arguments: [0.001, 1.0, 1e9])
  func fullScale(countsPerUnit: Double) throws {
    var conditioner = try Conditioner(parameters(countsPerUnit: countsPerUnit, fullScale: .max))
    // A full-scale square wave at the corner, the worst the chain can be given.
    let limit = min(Double(Int32.max) * 1e12 / countsPerUnit, 0x1p55)
    for index in 0..<20_000 {
      let motion = conditioner.motion(of: (index / 667) % 2 == 0 ? .max : .min)
      #expect(
        Double(motion.displacementPicometres.largestMagnitude()) < limit * 14.6,
        "sample \(index)")
      #expect(
        Double(motion.accelerationPicometresPerSecondSquared.largestMagnitude()) < limit * 2.44)
    }
  }

  @Test("keeps a trigger band that no offset rings in")
  func triggerOffset() throws {
    var conditioner = try Conditioner(parameters())
    var noise = Noise()
    var largest: Int32 = 0
    for _ in 0..<1000 {
      let motion = conditioner.motion(of: 1_000_000 + noise.next(amplitude: 10))
      largest = max(largest, abs(motion.triggerCounts))
    }
    #expect((1...20).contains(largest))
  }

  @Test(
    "scales trigger counts by the width of the converter",
    arguments: [
      (Int32(8_388_607), Int64(0)), (8_388_608, 0), (524_287, 4), (32_767, 8), (131_071, 6),
      (1_073_741_823, -7), (.max, 0),
    ])
  func triggerScale(fullScale: Int32, bits: Int64) throws {
    #expect(try Conditioner(parameters(fullScale: fullScale)).triggerScaleBits == bits)
  }

  @Test("settles after its time and not before")
  func settling() throws {
    var conditioner = try Conditioner(parameters())
    for _ in 0..<999 { #expect(!conditioner.motion(of: 0).isBaselineSettled) }
    #expect(conditioner.motion(of: 0).isBaselineSettled)
  }
}

@Suite("Channels that feel one another's axes")
struct CrossAxisTests {
  private let ratios = [[1, 0.004, -0.003], [0.002, 1, 0.005], [-0.006, 0.001, 1]]

  @Test("are told apart by their cross-axis ratios")
  func corrected() throws {
    var parameters = parameters(countsPerUnit: 1_000_000, fullScale: .max)
    for index in 0..<3 { parameters.channels[index].crossAxisRatios = ratios[index] }
    var conditioner = try Conditioner(parameters)
    let truth = [1.0, -2, 0.5]
    let counts = ratios.map { row in
      Int32((zip(row, truth).reduce(0) { $0 + $1.0 * $1.1 } * 1_000_000).rounded())
    }
    var motion = GroundMotion()
    conditioner.process(
      vertical: counts[0], north: counts[1], east: counts[2], isBaselineFrozen: false, into: &motion
    )
    let found = motion.shakingAccelerationPicometresPerSecondSquared
    for (value, expected) in zip([found.vertical, found.north, found.east], truth) {
      #expect(abs(Double(value) / 1e12 - expected) < 2e-6)
    }
  }

  @Test("are refused with ratios that are none", arguments: [[1, 0], [1, 1.5, 0]])
  func refused(ratios: [Double]) {
    var parameters = parameters()
    parameters.channels[1].crossAxisRatios = ratios
    #expect(throws: ConditioningError.crossAxisOutOfRange(channel: 1)) {
      _ = try Conditioner(parameters)
    }
  }
}
