internal import SeismicTypes

/// The mean of the vertical's largest displacements in quiet stretches of 3 s: the Pd of noise.
///
/// Each stretch counts for an eighth, the first eight for equal parts.
struct DisplacementMeter: BitwiseCopyable {
  private let stretchSampleCount: Int64
  private var sampleCount: Int64 = 0
  private var peak: Int64 = 0
  private var stretchCount: Int64 = 0
  private var mean: Int64 = 0

  @_noAllocation @_noLocks
  init(sampleRate: SampleRate) {
    stretchSampleCount = sampleRate.sampleCount(milliseconds: 3_000)
  }

  /// The measured Pd of noise; nil before the first quiet stretch.
  var noisePdPicometres: Int64? {
    @_noAllocation @_noLocks get { stretchCount > 0 ? mean : nil }
  }

  /// Takes a sample; one that is not quiet, or no ground motion, begins the stretch again.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ motion: GroundMotion, isQuiet: Bool) {
    let isTold =
      motion.maskedComponents.has(.vertical) || motion.unprovenComponents.has(.vertical)
    guard isQuiet && motion.isBaselineSettled && !isTold else {
      restart()
      return
    }
    let displacement = motion.displacementPicometres.vertical
    // Without a branch: the sign of noise cannot be foretold.
    let sign = displacement &>> 63
    let magnitude = (displacement ^ sign) &- sign
    peak = magnitude > peak ? magnitude : peak
    sampleCount &+= 1
    guard sampleCount >= stretchSampleCount else { return }
    if stretchCount < 8 { stretchCount &+= 1 }
    mean &+= (peak &- mean) / stretchCount
    restart()
  }

  /// Begins the stretch again; what was measured stays.
  @inline(__always) @_noAllocation @_noLocks
  mutating func restart() {
    sampleCount = 0
    peak = 0
  }
}
