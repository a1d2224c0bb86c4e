package import SeismicTypes

/// The second onset detector: it sees an onset in the coda of a first one.
///
/// While the trigger is on, its long-term average stands still, and everything louder than the noise
/// before looks the same to it. This one compares with the last three seconds: the same short-term
/// average over a long-term one that never stands still. An onset is two samples at twice that
/// average, at most one a second. What begins there may be another earthquake's P wave, and more
/// often is the first one's S wave or its growth: the onset alone decides nothing.
package struct CodaOnset: BitwiseCopyable, Sendable {
  package static let longTermMilliseconds: Int64 = 3_000

  private var ratio: RecursiveSTALTA
  private let deadSampleCount: Int64
  private var overCount: Int64 = 0
  private var samplesSinceOnset: Int64

  /// - Parameters:
  ///   - sampleRate: The rate of the trigger counts.
  ///   - shortTermMilliseconds: The length of the trigger's short-term average, below three seconds.
  ///   - minimumLongTermCounts: The rms that the long-term average counts as at least.
  package init(
    sampleRate: SampleRate, shortTermMilliseconds: Int64, minimumLongTermCounts: Int64
  ) {
    ratio = RecursiveSTALTA(
      shortTermSampleCount: max(1, sampleRate.sampleCount(milliseconds: shortTermMilliseconds)),
      longTermSampleCount: sampleRate.sampleCount(milliseconds: Self.longTermMilliseconds),
      minimumLongTermCounts: minimumLongTermCounts)
    deadSampleCount = sampleRate.sampleCount(milliseconds: 1_000)
    samplesSinceOnset = deadSampleCount
  }

  /// Takes one sample of at most 24 bits; true at the one that completes an onset.
  @_noAllocation @_noLocks
  package mutating func process(_ triggerCounts: Int32) -> Bool {
    ratio.process(triggerCounts, isLongTermFrozen: false)
    samplesSinceOnset &+= 1
    guard ratio.isRatioAtLeast(thresholdQ8: 2 &* 256) else {
      overCount = 0
      return false
    }
    overCount &+= 1
    guard overCount == 2, samplesSinceOnset >= deadSampleCount else { return false }
    samplesSinceOnset = 0
    return true
  }

  /// Forgets everything, as after a gap.
  @_noAllocation @_noLocks
  package mutating func restart() {
    ratio.restart()
    overCount = 0
    samplesSinceOnset = deadSampleCount
  }
}
