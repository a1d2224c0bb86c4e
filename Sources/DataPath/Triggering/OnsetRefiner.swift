internal import FixedPoint
package import SeismicTypes

/// Finds where the signal behind a confirmed trigger began, by Akaike's criterion (Maeda 1985).
///
/// Of N samples around the trigger the first k are taken for noise and the rest for signal:
/// AIC(k) = k · ln var(x₁ … x_k) + (N − k − 1) · ln var(x_k+1 … x_N) is least where they part. It runs
/// once, at the confirmation, on what is there by then, so that it delays nothing: from one second
/// before the trigger's onset to the newest sample. Sums are exact; logarithms are Q8.24 to the base
/// of ten, so that the criterion is in units of ln 10 and exact to N × 10⁻⁷.
///
/// `@safe`: every index into the counts is masked by capacity − 1; candidates and lengths are at most
/// the capacity; and the history that owns them lives as long as the struct.
@safe
package struct OnsetRefiner: ~Copyable {
  /// A refined onset and the standard deviation to state with it.
  package struct Onset: BitwiseCopyable, Equatable, Sendable {
    package var sampleIndex: Int64
    package var sigmaMilliseconds: UInt32

    @_noAllocation @_noLocks
    package init(sampleIndex: Int64, sigmaMilliseconds: UInt32) {
      self.sampleIndex = sampleIndex
      self.sigmaMilliseconds = sigmaMilliseconds
    }
  }

  private let sampleRate: SampleRate
  /// Keeps the memory alive.
  private let history: OnsetHistory
  private let counts: UnsafeMutablePointer<Int32>
  private let criterion: UnsafeMutablePointer<Int64>
  private let logarithms: UnsafeMutablePointer<Int32>
  private let indexMask: Int64
  private let capacity: Int64
  private let noiseSampleCount: Int64
  private let shortestSampleCount: Int64
  private let longestSampleCount: Int64
  /// The history holds the samples oldest … next − 1.
  private var oldestSampleIndex: Int64 = 0
  private var nextSampleIndex: Int64 = 0

  package init(sampleRate: SampleRate) {
    self.sampleRate = sampleRate
    noiseSampleCount = sampleRate.sampleCount(milliseconds: 1_000)
    shortestSampleCount = max(2, sampleRate.sampleCount(milliseconds: 50))
    longestSampleCount = sampleRate.sampleCount(milliseconds: 2_500)
    let history = OnsetHistory(minimumSampleCount: longestSampleCount) {
      log10Q24(UInt128($0))
    }
    self.history = history
    unsafe counts = history.counts
    unsafe criterion = history.criterion
    unsafe logarithms = history.logarithms
    capacity = history.capacity
    indexMask = history.capacity - 1
  }

  /// Takes one sample of the trigger's band; a jump of the index forgets all before it.
  @_noAllocation @_noLocks
  package mutating func process(_ triggerCounts: Int32, sampleIndex: Int64) {
    if sampleIndex != nextSampleIndex { oldestSampleIndex = sampleIndex }
    unsafe counts[Int(truncatingIfNeeded: sampleIndex & indexMask)] = triggerCounts
    nextSampleIndex = sampleIndex &+ 1
    if nextSampleIndex &- oldestSampleIndex > capacity {
      oldestSampleIndex = nextSampleIndex &- capacity
    }
  }

  /// The onset behind a trigger's onset.
  ///
  /// The stated standard deviation is 20 ms, the scatter of the clearest onsets against manual picks,
  /// and half the width over which the criterion stays within 4 (natural logarithms) of its least.
  ///
  /// - Parameters:
  ///   - onsetSampleIndex: The first sample over the trigger's threshold.
  ///   - fallbackSigmaMilliseconds: What is stated where nothing can be refined.
  /// - Returns: The refined onset; the trigger's own where the history is too short for one.
  @_noAllocation @_noLocks
  package mutating func refine(
    onsetSampleIndex: Int64, fallbackSigmaMilliseconds: UInt32
  ) -> Onset {
    var first = onsetSampleIndex &- noiseSampleCount
    if first < oldestSampleIndex { first = oldestSampleIndex }
    if first < nextSampleIndex &- longestSampleCount {
      first = nextSampleIndex &- longestSampleCount
    }
    let count = nextSampleIndex &- first
    guard count >= shortestSampleCount &* 4, onsetSampleIndex >= first &+ shortestSampleCount else {
      return Onset(
        sampleIndex: onsetSampleIndex, sigmaMilliseconds: fallbackSigmaMilliseconds)
    }
    let best = search(first, count)
    let width = width(around: best, count)
    let widthMicroseconds = sampleRate.nanoseconds(ofSamples: width) / 1_000
    return Onset(
      sampleIndex: first &+ best,
      sigmaMilliseconds: 20 &+ UInt32(truncatingIfNeeded: (widthMicroseconds &+ 1_999) / 2_000))
  }

  /// Evaluates the criterion at every candidate k and gives the one where it is least, the first of
  /// equals.
  @_noAllocation @_noLocks
  private mutating func search(_ first: Int64, _ count: Int64) -> Int64 {
    var sum: Int64 = 0
    var energy: Int64 = 0
    var index: Int64 = 0
    while index < count {
      let sample = sample(first &+ index)
      sum &+= sample
      energy &+= sample &* sample
      index &+= 1
    }
    var noiseSum: Int64 = 0
    var noiseEnergy: Int64 = 0
    var best = shortestSampleCount
    var least = Int64.max
    var candidate: Int64 = 1
    while candidate <= count &- shortestSampleCount {
      let sample = sample(first &+ candidate &- 1)
      noiseSum &+= sample
      noiseEnergy &+= sample &* sample
      if candidate >= shortestSampleCount {
        let value =
          candidate &* logarithmOfVariance(noiseSum, noiseEnergy, candidate)
          &+ (count &- candidate &- 1)
          &* logarithmOfVariance(sum &- noiseSum, energy &- noiseEnergy, count &- candidate)
        unsafe criterion[Int(truncatingIfNeeded: candidate)] = value
        if value < least {
          least = value
          best = candidate
        }
      }
      candidate &+= 1
    }
    return best
  }

  /// From the first to the last candidate within 4 natural units of the least, in samples.
  @_noAllocation @_noLocks
  private func width(around best: Int64, _ count: Int64) -> Int64 {
    // 4 / ln 10 in Q24.
    let limit = unsafe criterion[Int(truncatingIfNeeded: best)] &+ 29_145_009
    var low = shortestSampleCount
    while unsafe criterion[Int(truncatingIfNeeded: low)] > limit { low &+= 1 }
    var high = count &- shortestSampleCount
    while unsafe criterion[Int(truncatingIfNeeded: high)] > limit { high &-= 1 }
    return high &- low &+ 1
  }

  @inline(__always) @_noAllocation @_noLocks
  private func sample(_ sampleIndex: Int64) -> Int64 {
    Int64(unsafe counts[Int(truncatingIfNeeded: sampleIndex & indexMask)])
  }

  /// log10 of the variance in Q24, from n Σx² − (Σx)² over n².
  ///
  /// Counts are whole numbers: 1/12, the variance of their rounding, is added, so that exact silence
  /// has a logarithm. Samples are of 24 bits and n at most 2¹², so that all fits 128 bits by far.
  @_noAllocation @_noLocks
  private func logarithmOfVariance(_ sum: Int64, _ energy: Int64, _ count: Int64) -> Int64 {
    let squared = UInt128(truncatingIfNeeded: energy) &* UInt128(truncatingIfNeeded: count)
    let rounding = UInt128(truncatingIfNeeded: count &* count / 12 &+ 1)
    let magnitude = UInt128(truncatingIfNeeded: sum < 0 ? 0 &- sum : sum)
    let logarithm = Int64(log10Q24(squared &+ rounding &- magnitude &* magnitude))
    return logarithm &- 2 &* Int64(unsafe logarithms[Int(truncatingIfNeeded: count)])
  }
}
