import FixedPoint
import SeismicTypes

/// What the next sample counts for in the running mean: 1, 1/2, 1/3 … 1/n, then 1/n for ever.
struct BaselineWeight: BitwiseCopyable {
  private let length: Int64
  private var count: Int64 = 0
  private var weight = Q60(rawValue: 0)

  init(_ baseline: Conditioner.Baseline, _ sampleRate: SampleRate) {
    switch baseline {
    case .running(let seconds):
      length = max(1, sampleRate.sampleCount(milliseconds: seconds * 1000))
    case .fixed:
      length = 0
    }
  }

  /// The weight of the next sample; zero while the mean is frozen, save for its first sample.
  @inline(__always) @_noAllocation @_noLocks
  mutating func next(isFrozen: Bool) -> Q60 {
    if isFrozen && count > 0 { return Q60(rawValue: 0) }
    if count < length {
      count &+= 1
      weight = Q60(rawValue: Q60.one.rawValue / count)
    }
    return weight
  }

  /// Goes on as after a whole length of samples.
  @_noAllocation @_noLocks
  mutating func skipToFull() {
    guard length > 0 else { return }
    count = length
    weight = Q60(rawValue: Q60.one.rawValue / length)
  }

  @_noAllocation @_noLocks
  mutating func restart() { count = 0 }
}
