import Foundation

/// Random numbers of stated distributions, the same in every run (SplitMix64).
struct RandomCounts: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func uniform() -> Double { Double(next() >> 11) / Double(1 << 53) }

  /// Poisson by the waiting times of its pulses.
  mutating func poisson(_ mean: Double) -> Int64 {
    var sum = 0.0
    var count: Int64 = 0
    while true {
      sum -= log(1 - uniform())
      if sum > mean { return count }
      count += 1
    }
  }

  mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
