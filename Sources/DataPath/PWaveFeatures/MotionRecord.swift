import SeismicTypes

/// What the history keeps of one sample: the vertical of chain 1 and the largest shaking.
///
/// Masked components are left out already: a masked vertical is zero, and no shaking is read off a
/// component in a jump that may yet prove a spike or a step.
struct MotionRecord: BitwiseCopyable {
  var acceleration: Int64 = 0
  var velocity: Int64 = 0
  var displacement: Int64 = 0
  var shakingAcceleration: Int64 = 0
  var shakingVelocity: Int64 = 0
  var shakingDisplacement: Int64 = 0
  var isClipped = false
  /// The vertical measured no ground motion.
  var isVerticalMasked = false
  /// The sample is missing: nothing was measured.
  var isMissing = false

  @_noAllocation @_noLocks
  init(_ motion: GroundMotion) {
    acceleration = motion.accelerationPicometresPerSecondSquared.vertical
    velocity = motion.velocityPicometresPerSecond.vertical
    displacement = motion.displacementPicometres.vertical
    isClipped = motion.clippedComponents.rawValue != 0
    let shaking = motion.unmaskedPeaks()
    shakingAcceleration = shaking.pgaPicometresPerSecondSquared
    shakingVelocity = shaking.pgvPicometresPerSecond
    shakingDisplacement = shaking.pgdPicometres
    guard motion.maskedComponents.has(.vertical) else { return }
    isVerticalMasked = true
    acceleration = 0
    velocity = 0
    displacement = 0
  }

  /// The record of a missing sample.
  @_noAllocation @_noLocks
  init() { isMissing = true }
}
