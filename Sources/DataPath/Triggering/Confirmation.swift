import FixedPoint
import SeismicTypes

/// Measures the motion from an onset on and judges whether it can be a P wave.
struct Confirmation: BitwiseCopyable {
  private(set) var sampleCount: Int64 = 0
  private var maskedSampleCount: Int64 = 0
  private var lowestAcceleration = Vector3()
  private var highestAcceleration = Vector3()
  private var lowestVelocity = Vector3()
  private var highestVelocity = Vector3()
  private var paPicometresPerSecondSquared: Int64 = 0
  private var pvPicometresPerSecond: Int64 = 0
  private var pdPicometres: Int64 = 0

  @_noAllocation @_noLocks
  init() {}

  /// Takes a sample; where the vertical is masked only that is noted.
  @_noAllocation @_noLocks
  mutating func add(_ motion: GroundMotion) {
    sampleCount = sampleCount &+ 1
    guard !motion.maskedComponents.has(.vertical) else {
      maskedSampleCount = maskedSampleCount &+ 1
      return
    }
    let acceleration = motion.accelerationPicometresPerSecondSquared
    let velocity = motion.velocityPicometresPerSecond
    let isFirst = sampleCount &- maskedSampleCount == 1
    lowestAcceleration = isFirst ? acceleration : Self.lower(lowestAcceleration, acceleration)
    highestAcceleration = isFirst ? acceleration : Self.higher(highestAcceleration, acceleration)
    lowestVelocity = isFirst ? velocity : Self.lower(lowestVelocity, velocity)
    highestVelocity = isFirst ? velocity : Self.higher(highestVelocity, velocity)
    paPicometresPerSecondSquared = Self.peak(paPicometresPerSecondSquared, acceleration.vertical)
    pvPicometresPerSecond = Self.peak(pvPicometresPerSecond, velocity.vertical)
    pdPicometres = Self.peak(pdPicometres, motion.displacementPicometres.vertical)
  }

  /// Why the motion so far is not a P wave, or nil when it can be one.
  ///
  /// Without limits only the mask is judged.
  @_noAllocation @_noLocks
  func rejection(by limits: Trigger.ConfirmationLimits?) -> Trigger.RejectionReason? {
    if maskedSampleCount &* 2 > sampleCount { return .masked }
    guard let limits else { return nil }
    let range = limits.minimumAccelerationRangePicometresPerSecondSquared
    if Self.squaredRange(lowestAcceleration, highestAcceleration) < squared(range) {
      return .accelerationRangeTooSmall
    }
    if paPicometresPerSecondSquared < limits.minimumPaPicometresPerSecondSquared {
      return .accelerationTooSmall
    }
    if pvPicometresPerSecond < limits.minimumPvPicometresPerSecond
      || pvPicometresPerSecond > limits.maximumPvPicometresPerSecond
    {
      return .velocityOutOfRange
    }
    if pdPicometres < limits.minimumPdPicometres || pdPicometres > limits.maximumPdPicometres {
      return .displacementOutOfRange
    }
    if let ratioQ8 = limits.maximumHorizontalRatioQ8, isHorizontal(beyond: ratioQ8) {
      return .horizontalTooStrong
    }
    return nil
  }

  /// Whether the horizontal velocity's range exceeds the vertical's by more than the ratio.
  ///
  /// Ranges beyond 2⁴⁶ pm/s (70 m/s) saturate, so that the products stay inside 128 bits.
  @_noAllocation @_noLocks
  private func isHorizontal(beyond ratioQ8: Int64) -> Bool {
    let limit: Int64 = 1 &<< 46
    let vertical = saturated(highestVelocity.vertical &- lowestVelocity.vertical, to: limit)
    let north = saturated(highestVelocity.north &- lowestVelocity.north, to: limit)
    let east = saturated(highestVelocity.east &- lowestVelocity.east, to: limit)
    return squared(north &* 256) &+ squared(east &* 256) > squared(vertical &* ratioQ8)
  }

  /// The squared length of the vector of ranges.
  @_noAllocation @_noLocks
  private static func squaredRange(_ lowest: Vector3, _ highest: Vector3) -> UInt128 {
    squared(highest.vertical &- lowest.vertical) &+ squared(highest.north &- lowest.north)
      &+ squared(highest.east &- lowest.east)
  }

  @_noAllocation @_noLocks
  private static func peak(_ peak: Int64, _ value: Int64) -> Int64 {
    let magnitude = value < 0 ? 0 &- value : value
    return magnitude > peak ? magnitude : peak
  }

  @_noAllocation @_noLocks
  private static func lower(_ a: Vector3, _ b: Vector3) -> Vector3 {
    Vector3(
      vertical: a.vertical < b.vertical ? a.vertical : b.vertical,
      north: a.north < b.north ? a.north : b.north, east: a.east < b.east ? a.east : b.east)
  }

  @_noAllocation @_noLocks
  private static func higher(_ a: Vector3, _ b: Vector3) -> Vector3 {
    Vector3(
      vertical: a.vertical > b.vertical ? a.vertical : b.vertical,
      north: a.north > b.north ? a.north : b.north, east: a.east > b.east ? a.east : b.east)
  }
}
