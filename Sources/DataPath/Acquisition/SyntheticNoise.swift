/// White, nearly Gaussian noise as a function of seed, channel and sample index, in integers.
struct SyntheticNoise: BitwiseCopyable {
  private let seed: UInt64
  private let standardDeviationCounts: Int64

  init(seed: UInt64, standardDeviationCounts: Int32) {
    self.seed = seed
    self.standardDeviationCounts = Int64(standardDeviationCounts)
  }

  /// The noise at a sample, in counts, rounded to nearest.
  ///
  /// The sum of four uniform 16-bit numbers has the deviation 2¹⁶/√3 = 37,837 and ends at 3.5 of it.
  @_noAllocation @_noLocks
  func counts(at sampleIndex: Int64, channel: Int) -> Int64 {
    let position = UInt64(bitPattern: sampleIndex) &* 4 &+ UInt64(truncatingIfNeeded: channel)
    let bits = Self.mix(seed &+ position &* 0x9E37_79B9_7F4A_7C15)
    let sum = Int64((bits & 0xFFFF) &+ (bits >> 16 & 0xFFFF) &+ (bits >> 32 & 0xFFFF) &+ bits >> 48)
    // 2³² / 37,837 scales the sum's deviation to 1 in Q32.
    let scaled = (sum &- 131_070) &* 113_513 &* standardDeviationCounts
    return (scaled &+ 1 << 31) >> 32
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014, figure 18).
  @_noAllocation @_noLocks
  private static func mix(_ value: UInt64) -> UInt64 {
    var bits = value
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}
