import SeismicTypes

/// What the history keeps of one sample: the vertical of chain 1 and the largest shaking.
///
/// Masked components are left out already: a masked vertical is zero.
struct MotionRecord: BitwiseCopyable {
  var acceleration: Int64 = 0
  var velocity: Int64 = 0
  var displacement: Int64 = 0
  var shakingAcceleration: Int64 = 0
  var shakingVelocity: Int64 = 0
  var shakingDisplacement: Int64 = 0
  var isClipped = false
  /// The sample is missing: nothing was measured.
  var isMissing = false

  @_noAllocation @_noLocks
  init(_ motion: GroundMotion) {
    acceleration = motion.accelerationPicometresPerSecondSquared.vertical
    velocity = motion.velocityPicometresPerSecond.vertical
    displacement = motion.displacementPicometres.vertical
    isClipped = motion.clippedComponents.rawValue != 0
    if motion.maskedComponents.rawValue == 0 {
      shakingAcceleration =
        motion.shakingAccelerationPicometresPerSecondSquared.largestMagnitude()
      shakingVelocity = motion.shakingVelocityPicometresPerSecond.largestMagnitude()
      shakingDisplacement = motion.displacementPicometres.largestMagnitude()
    } else {
      leaveOut(motion.maskedComponents, of: motion)
    }
  }

  /// The record of a missing sample.
  @_noAllocation @_noLocks
  init() { isMissing = true }

  /// Sets the shaking to that of the other components, and a masked vertical to zero.
  @_noAllocation @_noLocks
  private mutating func leaveOut(_ masked: ComponentSet, of motion: GroundMotion) {
    if masked.has(.vertical) {
      acceleration = 0
      velocity = 0
      displacement = 0
    }
    shakingAcceleration = Self.largest(
      motion.shakingAccelerationPicometresPerSecondSquared, without: masked)
    shakingVelocity = Self.largest(motion.shakingVelocityPicometresPerSecond, without: masked)
    shakingDisplacement = Self.largest(motion.displacementPicometres, without: masked)
  }

  @_noAllocation @_noLocks
  private static func largest(_ motion: Vector3, without masked: ComponentSet) -> Int64 {
    Vector3(
      vertical: masked.has(.vertical) ? 0 : motion.vertical,
      north: masked.has(.north) ? 0 : motion.north,
      east: masked.has(.east) ? 0 : motion.east
    ).largestMagnitude()
  }
}
