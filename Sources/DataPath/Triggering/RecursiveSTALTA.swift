import FixedPoint

/// The recursive STA/LTA (Withers 1998) on the energy of the samples, in integers.
///
/// s += (x² − s)/S and l += (x² − l)/L; the ratio r = s/l is compared, never computed. Both averages
/// are Q46.16 for samples of 24 bits, 1/S and 1/L are Q0.32, and each step is one 128-bit product
/// rounded to nearest: the error of r is below 6 × 10⁻⁶ at L = 15,000. Like ObsPy's
/// `recursive_sta_lta`, the first sample is skipped and r counts as 0 for the first L samples.
public struct RecursiveSTALTA: BitwiseCopyable, Sendable {
  /// The mean energy of the short and the long window, counts² × 2¹⁶.
  public var shortTermAverageQ16: Int64 = 0
  // Usable from inline: three channels interleaved cost as much as three side by side only where each
  // sample's two updates are written out in the caller's loop.
  // Each average beside its weight: side by side the compiler would pair the averages in a vector,
  // out of which every product has to fetch them.
  @usableFromInline let shortTermWeight: RecursiveWeight
  public var longTermAverageQ16: Int64 = 0
  @usableFromInline let longTermWeight: RecursiveWeight
  @usableFromInline let longTermSampleCount: Int64
  @usableFromInline let longTermFloorQ16: Int64
  @usableFromInline var seenSampleCount: Int64 = 0

  /// - Parameters:
  ///   - shortTermSampleCount: S, at least 1.
  ///   - longTermSampleCount: L, greater than S.
  ///   - minimumLongTermCounts: An rms in counts; the long-term average counts as at least its
  ///     square, so that digital silence does not trigger, but an earthquake in it still does.
  public init(
    shortTermSampleCount: Int64, longTermSampleCount: Int64, minimumLongTermCounts: Int64
  ) {
    shortTermWeight = RecursiveWeight(sampleCount: shortTermSampleCount)
    longTermWeight = RecursiveWeight(sampleCount: longTermSampleCount)
    self.longTermSampleCount = longTermSampleCount
    let rms = min(minimumLongTermCounts, 1 << 22)
    // At least one step: without it 0 ≥ threshold × 0 would hold on exact silence.
    longTermFloorQ16 = max((rms * rms) << 16, 1 << 16)
  }

  init(_ lengths: WindowLengths) {
    self.init(
      shortTermSampleCount: lengths.shortTermSampleCount,
      longTermSampleCount: lengths.longTermSampleCount,
      minimumLongTermCounts: lengths.minimumLongTermCounts)
  }

  /// Takes one sample of at most 24 bits; a frozen long-term average keeps its value.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public mutating func process(_ counts: Int32, isLongTermFrozen: Bool) {
    seenSampleCount = seenSampleCount &+ 1
    guard seenSampleCount > 1 else { return }
    let sample = Int64(counts)
    let energyQ16 = (sample &* sample) &<< 16
    shortTermAverageQ16 = recursiveAverage(
      shortTermAverageQ16, toward: energyQ16, weight: shortTermWeight)
    if !isLongTermFrozen {
      longTermAverageQ16 = recursiveAverage(
        longTermAverageQ16, toward: energyQ16, weight: longTermWeight)
    }
  }

  /// Whether s/l ≥ threshold, decided without a division: (s >> 16) × 256 ≥ threshold × (l >> 16).
  ///
  /// - Parameter thresholdQ8: The ratio × 256, below 2¹⁶, so that both sides stay below 2⁶².
  /// - Returns: False, too, for the first L samples.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public func isRatioAtLeast(thresholdQ8: Int64) -> Bool {
    guard seenSampleCount > longTermSampleCount else { return false }
    let longTermQ16 =
      longTermAverageQ16 < longTermFloorQ16 ? longTermFloorQ16 : longTermAverageQ16
    return (shortTermAverageQ16 &>> 16) &* 256 >= thresholdQ8 &* (longTermQ16 &>> 16)
  }

  /// s/l in thousandths, rounded toward zero and 0 for the first L samples: for pictures and logs, no
  /// decision uses it.
  public var ratioThousandths: Int64 {
    guard seenSampleCount > longTermSampleCount else { return 0 }
    // Both are at most 2⁶² and the divisor at least one step, so nothing overflows.
    return (shortTermAverageQ16 >> 16) * 1000 / (max(longTermAverageQ16, longTermFloorQ16) >> 16)
  }

  /// Forgets everything, as after a gap.
  @_noAllocation @_noLocks
  public mutating func restart() {
    shortTermAverageQ16 = 0
    longTermAverageQ16 = 0
    seenSampleCount = 0
  }
}
