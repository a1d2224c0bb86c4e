import FixedPoint
import SeismicTypes

extension PWaveWindow {
  /// Whether the window looks like the P wave of a distant earthquake.
  ///
  /// EPIC's line, log Pd < −3.728 + 2.817 · log τp (cm, s): long in period for so small a displacement.
  /// Local P waves of large earthquakes cross it in their first second, but their high frequencies
  /// have not been lost on the way: above 3 Hz no octave that stands out of the noise may reach an
  /// eighth of the largest below.
  @_noAllocation @_noLocks
  func looksTeleseismic() -> Bool {
    guard windowMilliseconds >= 1_000, !maskedFeatures.has(.pd), !maskedFeatures.has(.tauP),
      pdPicometres > 0, tauPMicroseconds > 0, noise.knownMilliseconds > 0
    else { return false }
    let pd = Int64(log10Q24(UInt128(truncatingIfNeeded: pdPicometres))) &- (10 &<< 24)
    let tauP = Int64(log10Q24(UInt128(truncatingIfNeeded: tauPMicroseconds))) &- (6 &<< 24)
    guard pd &* 1000 < 2817 &* tauP &- (3728 &<< 24) else { return false }
    return largestBand(from: 5, to: 9) <= largestBand(from: 0, to: 5) / 8
  }

  /// The largest velocity of the octaves first ..< end that stand out of the noise.
  @_noAllocation @_noLocks
  private func largestBand(from first: Int, to end: Int) -> Int32 {
    var largest: Int32 = 0
    var band = first
    while band < end {
      if !maskedFeatures.has(.band(band)), bandPeaks[band] > largest { largest = bandPeaks[band] }
      band &+= 1
    }
    return largest
  }
}
