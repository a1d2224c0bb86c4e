import FixedPoint

/// A recursive STA/LTA on Allen's characteristic function, in integers.
///
/// E = x² + K·(x − previous x)² with K = 3 (Allen 1978, 10.1785/BSSA0680051521, with the weight of
/// Earthworm's `pick_ew`): a change of frequency raises it as well as one of amplitude. The averages
/// s += (E − s)/S and l += (E − l)/L are Q50.12 for samples of 24 bits, where E is at most
/// 13 × 2⁴⁶ < 2⁵⁰; 1/S and 1/L are Q0.32, each step is one 128-bit product rounded to nearest, and the
/// decision compares products of 128 bits. Like the recursive STA/LTA it skips the first sample, and
/// its ratio counts as 0 for the first L.
struct AllenCharacteristic: BitwiseCopyable, Sendable {
  private var shortTermAverageQ12: Int64 = 0
  private var longTermAverageQ12: Int64 = 0
  private let shortTermWeight: RecursiveWeight
  private let longTermWeight: RecursiveWeight
  private let longTermSampleCount: Int64
  private let longTermFloorQ12: Int64
  private var previous: Int64 = 0
  private var seenSampleCount: Int64 = 0

  init(_ lengths: WindowLengths) {
    shortTermWeight = RecursiveWeight(sampleCount: lengths.shortTermSampleCount)
    longTermWeight = RecursiveWeight(sampleCount: lengths.longTermSampleCount)
    longTermSampleCount = lengths.longTermSampleCount
    longTermFloorQ12 = max(lengths.floorEnergy << 12, 1 << 12)
  }

  /// Takes one sample of at most 24 bits; a frozen long-term average keeps its value.
  @_noAllocation @_noLocks
  mutating func process(_ counts: Int32, isLongTermFrozen: Bool) {
    let sample = Int64(counts)
    let change = sample &- previous
    previous = sample
    seenSampleCount = seenSampleCount &+ 1
    guard seenSampleCount > 1 else { return }
    let energyQ12 = (sample &* sample &+ 3 &* (change &* change)) &<< 12
    shortTermAverageQ12 = recursiveAverage(
      shortTermAverageQ12, toward: energyQ12, weight: shortTermWeight)
    if !isLongTermFrozen {
      longTermAverageQ12 = recursiveAverage(
        longTermAverageQ12, toward: energyQ12, weight: longTermWeight)
    }
  }

  /// Whether s/l ≥ threshold, exact for the averages: s × 256 ≥ threshold × l in 128 bits.
  @_noAllocation @_noLocks
  func isRatioAtLeast(thresholdQ8: Int64) -> Bool {
    guard seenSampleCount > longTermSampleCount else { return false }
    return product(shortTermAverageQ12, 256) >= product(flooredLongTermQ12(), thresholdQ8)
  }

  /// The mean of the characteristic function over the short term × 2¹⁶; saturates at 2⁶².
  @_noAllocation @_noLocks
  func shortTermAverageQ16() -> Int64 {
    let limit: Int64 = 1 &<< 58
    return (shortTermAverageQ12 > limit ? limit : shortTermAverageQ12) &<< 4
  }

  /// s/l in thousandths, rounded toward zero: for pictures and logs.
  func ratioThousandths() -> Int64 {
    guard seenSampleCount > longTermSampleCount else { return 0 }
    let divisor = product(flooredLongTermQ12(), 1)
    return Int64(clamping: product(shortTermAverageQ12, 1000) / divisor)
  }

  @_noAllocation @_noLocks
  mutating func restart() {
    shortTermAverageQ12 = 0
    longTermAverageQ12 = 0
    previous = 0
    seenSampleCount = 0
  }

  @_noAllocation @_noLocks
  private func flooredLongTermQ12() -> Int64 {
    longTermAverageQ12 < longTermFloorQ12 ? longTermFloorQ12 : longTermAverageQ12
  }
}
