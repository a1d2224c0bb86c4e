import Conditioning
import Foundation
import SeismicTypes

// Conditions counts from a file and writes every signal, for judges written in another language.
//
// ConditioningTrace INPUT OUTPUT MICROHERTZ COUNTS_PER_UNIT acceleration|velocity BASELINE_SECONDS
//   FULL_SCALE: INPUT is Int32 frames of three, OUTPUT is Int64 frames of six: vertical
//   acceleration, velocity, displacement, shaking acceleration, shaking velocity, trigger counts.
//   BASELINE_SECONDS 0 means a fixed baseline.
// ConditioningTrace --time MICROHERTZ: prints nanoseconds per three-component sample.

func conditioner(
  microhertz: Int64, countsPerUnit: Double, quantity: Quantity, baselineSeconds: Int64,
  fullScale: Int32
) throws -> Conditioner {
  let axes: [(azimuth: Double, dip: Double)] = [(0, -90), (0, 0), (90, 0)]
  let channels = axes.map {
    Conditioner.Channel(
      quantity: quantity, countsPerUnit: countsPerUnit, fullScaleCounts: fullScale,
      azimuthDegrees: $0.azimuth, dipDegrees: $0.dip)
  }
  var parameters = Conditioner.Parameters(
    sampleRate: SampleRate(microhertz: microhertz), channels: channels,
    baseline: baselineSeconds == 0 ? .fixed : .running(seconds: baselineSeconds))
  // The filters alone are compared.
  parameters.followsLevelShifts = false
  return try Conditioner(parameters)
}

func trace(_ arguments: [String]) throws {
  guard arguments.count == 8, let microhertz = Int64(arguments[3]),
    let countsPerUnit = Double(arguments[4]), let baselineSeconds = Int64(arguments[6]),
    let fullScale = Int32(arguments[7])
  else { throw CocoaError(.featureUnsupported) }
  var conditioner = try conditioner(
    microhertz: microhertz, countsPerUnit: countsPerUnit,
    quantity: arguments[5] == "velocity" ? .velocity : .acceleration,
    baselineSeconds: baselineSeconds, fullScale: fullScale)
  let input = try Data(contentsOf: URL(fileURLWithPath: arguments[1]))
  // The closures' buffers live no longer than the arrays and data they were lent by.
  let counts = unsafe [Int32](unsafeUninitializedCapacity: input.count / 4) { buffer, count in
    unsafe count = input.copyBytes(to: buffer) / 4
  }
  var output: [Int64] = []
  output.reserveCapacity(counts.count * 2)
  var motion = GroundMotion()
  for index in stride(from: 0, to: counts.count, by: 3) {
    conditioner.process(
      vertical: counts[index], north: counts[index + 1], east: counts[index + 2],
      isBaselineFrozen: false, into: &motion)
    output.append(motion.accelerationPicometresPerSecondSquared.vertical)
    output.append(motion.velocityPicometresPerSecond.vertical)
    output.append(motion.displacementPicometres.vertical)
    output.append(motion.shakingAccelerationPicometresPerSecondSquared.vertical)
    output.append(motion.shakingVelocityPicometresPerSecond.vertical)
    output.append(Int64(motion.triggerCounts))
  }
  let bytes = unsafe output.withUnsafeBytes { unsafe Data($0) }
  try bytes.write(to: URL(fileURLWithPath: arguments[2]))
}

func time(microhertz: Int64, quantity: Quantity) throws {
  var conditioner = try conditioner(
    microhertz: microhertz, countsPerUnit: 213_902, quantity: quantity, baselineSeconds: 60,
    fullScale: 8_388_607)
  var motion = GroundMotion()
  var noise: UInt64 = 1
  var sum: Int64 = 0
  let sampleCount = 2_000_000
  var best = Double.infinity
  for _ in 0..<5 {
    let elapsed = ContinuousClock().measure {
      for _ in 0..<sampleCount {
        noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let count = Int32(truncatingIfNeeded: noise &>> 48)
        conditioner.process(
          vertical: count, north: count &+ 5, east: 7 &- count, isBaselineFrozen: false,
          into: &motion)
        sum &+= motion.displacementPicometres.vertical
      }
    }
    best = min(best, elapsed / .nanoseconds(1) / Double(sampleCount))
  }
  print("\(quantity): \(best) ns per three-component sample (sum \(sum))")
}

let arguments = CommandLine.arguments
if arguments.count == 3, arguments[1] == "--time", let microhertz = Int64(arguments[2]) {
  try time(microhertz: microhertz, quantity: .acceleration)
  try time(microhertz: microhertz, quantity: .velocity)
} else {
  try trace(arguments)
}
