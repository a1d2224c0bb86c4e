import SeismicTypes

/// Finds, behind a first onset, a second one so strong that it can be no part of the first.
///
/// A foreshock, a door or noise that triggered must not hide the earthquake behind it. The S wave
/// and the growth of a rupture raise the vertical by a few times over seconds; an onset counts as
/// another one when the short-term average rises within a second or two to 1,024 times (32 times in
/// amplitude) the highest of all the time before since the first onset.
struct DominantOnset: BitwiseCopyable {
  private let blockSampleCount: Int64
  /// The highest short-term average up to the last block but one, of the last and of this block.
  private var olderPeak: Int64 = 0
  private var lastPeak: Int64 = 0
  private var peak: Int64 = 0
  private var blockCount: Int64 = 0
  /// Since when the average has been at least 4 times the older peak; nil while it is not.
  private var riseSampleIndex: Int64?

  init(sampleRate: SampleRate) {
    blockSampleCount = max(1, sampleRate.sampleCount(milliseconds: 1_000))
  }

  /// Begins at a first onset.
  @_noAllocation @_noLocks
  mutating func restart() {
    olderPeak = 0
    lastPeak = 0
    peak = 0
    blockCount = 0
    riseSampleIndex = nil
  }

  /// Takes the average of one sample; gives the onset of a rise once that dominates.
  @_noAllocation @_noLocks
  mutating func process(shortTermAverageQ16 average: Int64, sampleIndex: Int64) -> Int64? {
    peak = average > peak ? average : peak
    blockCount &+= 1
    if blockCount >= blockSampleCount {
      olderPeak = lastPeak > olderPeak ? lastPeak : olderPeak
      lastPeak = peak
      peak = 0
      blockCount = 0
    }
    guard olderPeak > 0, average &>> 2 >= olderPeak else {
      riseSampleIndex = nil
      return nil
    }
    let onset = riseSampleIndex ?? sampleIndex
    riseSampleIndex = onset
    return average &>> 10 >= olderPeak ? onset : nil
  }
}
