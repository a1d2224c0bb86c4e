import FixedPoint
import SeismicTypes

/// What the history keeps of one sample: the vertical of chain 1, what is filtered from it, and the
/// shaking.
///
/// Masked components are left out already: a masked vertical is zero. So is the shaking of components
/// in a jump that may yet prove no motion; of the vertical that is decided by the samples that follow.
struct MotionRecord: BitwiseCopyable {
  var acceleration: Int64 = 0
  var velocity: Int64 = 0
  var displacement: Int64 = 0
  var velocityAboveHalfHertz: Int64 = 0
  var displacementAboveHalfHertz: Int64 = 0
  var period = PeriodRatio()
  /// The magnitudes in each octave.
  var bands = BandPeaks()
  /// The horizontal velocities above 0.5 Hz, nm/s.
  var north: Int32 = 0
  var east: Int32 = 0
  var shakingAcceleration: Int64 = 0
  var shakingVelocity: Int64 = 0
  var shakingDisplacement: Int64 = 0
  var isClipped = false
  /// The vertical measured no ground motion.
  var isVerticalMasked = false
  /// The vertical is in a jump that the next samples prove to be motion, or a spike or a step.
  var isVerticalUnproven = false
  /// The sample is missing: nothing was measured.
  var isMissing = false

  /// Takes in a sample and its `unmaskedPeaks`, what the filters make of it left to them.
  @inline(__always) @_noAllocation @_noLocks
  mutating func take(_ motion: GroundMotion, _ shaking: ObservedPeaks) {
    acceleration = motion.accelerationPicometresPerSecondSquared.vertical
    velocity = motion.velocityPicometresPerSecond.vertical
    displacement = motion.displacementPicometres.vertical
    isClipped = motion.clippedComponents.rawValue != 0
    shakingAcceleration = shaking.pgaPicometresPerSecondSquared
    shakingVelocity = shaking.pgvPicometresPerSecond
    shakingDisplacement = shaking.pgdPicometres
    isVerticalMasked = motion.maskedComponents.has(.vertical)
    isVerticalUnproven = !isVerticalMasked && motion.unprovenComponents.has(.vertical)
    isMissing = false
  }

  /// The record of a missing sample.
  @_noAllocation @_noLocks
  init() { isMissing = true }

  /// Sets the vertical to zero: it measured no ground motion.
  @_noAllocation @_noLocks
  mutating func leaveOutVertical() {
    isVerticalMasked = true
    acceleration = 0
    velocity = 0
    displacement = 0
    velocityAboveHalfHertz = 0
    displacementAboveHalfHertz = 0
    period = PeriodRatio()
    bands = BandPeaks()
  }
}
