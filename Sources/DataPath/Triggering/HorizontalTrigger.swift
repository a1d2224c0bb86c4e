import FixedPoint
package import SeismicTypes

/// Says at each sample whether the horizontal components move more than they did before: what agrees
/// with an onset on the vertical.
///
/// It must cost little, so it takes chain 1's acceleration as it is. A one-pole low-pass at 5 Hz leaves
/// about as much of a sensor's white noise as the vertical's band-pass does; both components' energies
/// are added and go through one recursive STA/LTA. Samples are 2¹⁴ pm/s² (16 nm/s²) a step, saturated
/// at ±2³⁰ (17.6 m/s²), so energies are at most 2⁶¹ and the averages Q62.0; 1/S and 1/L are Q0.32.
package struct HorizontalTrigger: BitwiseCopyable, Sendable {
  private var north: Int64 = 0
  private var east: Int64 = 0
  private var shortTermAverage: Int64 = 0
  private var longTermAverage: Int64 = 0
  private var seenSampleCount: Int64 = 0
  private let smoothingWeightQ16: Int64
  private let shortTermWeight: RecursiveWeight
  private let longTermWeight: RecursiveWeight
  private let longTermSampleCount: Int64
  private let thresholdQ8: Int64

  /// ±2⁴⁴ pm/s².
  private static var limit: Int64 { @_noAllocation @_noLocks get { 1 &<< 44 } }
  /// The square of 0.5 µm/s² in steps: an average counts as at least this, more than its rounding.
  private static var floorEnergy: Int64 { @_noAllocation @_noLocks get { 1024 } }

  /// A horizontal trigger beside a vertical one.
  ///
  /// - Parameters:
  ///   - trigger: Whose lengths it has.
  ///   - thresholdQ8: The ratio × 256 from which the horizontals count as moved, below 2¹⁶.
  package init(beside trigger: Trigger.Parameters, thresholdQ8: Int64) {
    let lengths = trigger.windowLengths
    let microhertz = trigger.sampleRate.microhertz
    // 2π × 5 Hz in µHz, by backward differences.
    smoothingWeightQ16 = (31_415_927 << 16) / (microhertz + 31_415_927)
    shortTermWeight = RecursiveWeight(sampleCount: lengths.shortTermSampleCount)
    longTermWeight = RecursiveWeight(sampleCount: lengths.longTermSampleCount)
    longTermSampleCount = lengths.longTermSampleCount
    self.thresholdQ8 = thresholdQ8
  }

  /// Takes one sample; a masked component counts as still.
  ///
  /// - Parameters:
  ///   - motion: The conditioned sample.
  ///   - isLongTermFrozen: Whether the long-term average keeps its value, as while an event is open.
  /// - Returns: Whether the ratio is at or above the threshold; false for the first L samples.
  @_noAllocation @_noLocks
  package mutating func process(_ motion: GroundMotion, isLongTermFrozen: Bool) -> Bool {
    let acceleration = motion.unmasked(motion.accelerationPicometresPerSecondSquared)
    north = smoothed(north, acceleration.north)
    east = smoothed(east, acceleration.east)
    let energy = Self.energy(north) &+ Self.energy(east)
    shortTermAverage = recursiveAverage(
      shortTermAverage, toward: energy, weight: shortTermWeight)
    if !isLongTermFrozen {
      longTermAverage = recursiveAverage(
        longTermAverage, toward: energy, weight: longTermWeight)
    }
    seenSampleCount = seenSampleCount &+ 1
    guard seenSampleCount > longTermSampleCount else { return false }
    let floored = longTermAverage < Self.floorEnergy ? Self.floorEnergy : longTermAverage
    return product(shortTermAverage, 256) >= product(floored, thresholdQ8)
  }

  /// Forgets everything, as after a gap.
  @_noAllocation @_noLocks
  package mutating func restart() {
    north = 0
    east = 0
    shortTermAverage = 0
    longTermAverage = 0
    seenSampleCount = 0
  }

  @inline(__always) @_noAllocation @_noLocks
  private func smoothed(_ state: Int64, _ acceleration: Int64) -> Int64 {
    let input = saturated(acceleration, to: Self.limit)
    return state &+ (((input &- state) &* smoothingWeightQ16) &>> 16)
  }

  @inline(__always) @_noAllocation @_noLocks
  private static func energy(_ state: Int64) -> Int64 {
    let steps = state &>> 14
    return steps &* steps
  }
}
