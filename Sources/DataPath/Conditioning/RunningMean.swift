import FixedPoint

/// The running mean of one component: cumulative at first, exponential once its length is reached.
///
/// The mean starts at the first sample, so the first output is zero. The mean has the signal's scale
/// and is rounded to nearest each sample: an exponential mean of 60,000 samples stays within 30,000
/// steps of the true one, 2⁻⁹ count at 2²⁴ steps a count.
struct RunningMean: BitwiseCopyable {
  private var mean: Int64 = 0

  @_noAllocation @_noLocks
  init() {}

  /// The mean as it stands.
  var value: Int64 { @_noAllocation @_noLocks get { mean } }

  /// Takes the sample into the mean and returns what is left of it.
  ///
  /// - Parameters:
  ///   - sample: Within ±2⁵⁵.
  ///   - weight: What the sample counts for, 1/n in Q3.60; zero leaves the mean as it is.
  /// - Returns: The sample less the mean that includes it.
  @inline(__always) @_noAllocation @_noLocks
  mutating func remove(from sample: Int64, weight: Q60) -> Int64 {
    mean &+= (sample &- mean) * weight
    return sample &- mean
  }

  /// Moves the mean by a change of the signal's level that is known at once.
  @_noAllocation @_noLocks
  mutating func move(by change: Int64) { mean &+= change }
}
