internal import SeismicTypes

/// Decides from the ground itself: a level is observed once its threshold has been exceeded for a
/// number of consecutive samples on components that measure ground motion.
///
/// It runs at every sample in every state of the trigger; one sample costs three comparisons while
/// the ground is quiet.
struct ObservedShaking: BitwiseCopyable {
  private let consecutiveSampleCount: Int64
  /// For levels 1…4, how many samples in a row have been at or above the level.
  private var runs: InlineArray<4, Int64> = InlineArray(repeating: 0)
  /// The largest motion since level 1 was last reached; none while the ground is quiet.
  private(set) var runPeaks = ObservedPeaks()

  @_noAllocation @_noLocks
  init(consecutiveSampleCount: Int64) {
    self.consecutiveSampleCount = consecutiveSampleCount
  }

  /// The level this sample completes the proof of, `none` when there is no such level.
  @inline(__always) @_noAllocation @_noLocks
  mutating func process(_ peaks: ObservedPeaks, pgvPicometresPerSecond: Int64) -> AlertLevel {
    let level = AlertLevel(pgvPicometresPerSecond: pgvPicometresPerSecond)
    if level > .none {
      if runs[0] == 0 { runPeaks = ObservedPeaks() }
      runPeaks.raise(to: peaks)
    }
    var proven = AlertLevel.none
    countRun(of: .light, given: level, &proven)
    countRun(of: .moderate, given: level, &proven)
    countRun(of: .strong, given: level, &proven)
    countRun(of: .severe, given: level, &proven)
    return proven
  }

  /// Forgets all runs, as after a gap.
  @_noAllocation @_noLocks
  mutating func restart() { runs = InlineArray(repeating: 0) }

  @inline(__always) @_noAllocation @_noLocks
  private mutating func countRun(
    of level: AlertLevel, given current: AlertLevel, _ proven: inout AlertLevel
  ) {
    let index = Int(level.rawValue) &- 1
    guard current >= level else {
      runs[index] = 0
      return
    }
    runs[index] &+= 1
    if runs[index] >= consecutiveSampleCount { proven = level }
  }
}
