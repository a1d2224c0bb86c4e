/// When a watchdog is to be fed: at intervals, and only if there has been progress since the last time.
package struct FeedingSchedule {
  /// 0 for never.
  private let intervalNanoseconds: Int64
  private var nextAt: Int64 = .min
  private var fedProgress: Int64?

  package init(intervalNanoseconds: Int64) { self.intervalNanoseconds = intervalNanoseconds }

  /// Whether it is to be fed now; true counts as done.
  ///
  /// - Parameters:
  ///   - progress: A count that what is watched raises.
  ///   - now: The instant, on the monotonic clock.
  /// - Returns: The decision.
  package mutating func isDue(progress: Int64, at now: Int64) -> Bool {
    guard intervalNanoseconds > 0, now >= nextAt, progress != fedProgress else { return false }
    nextAt = now + intervalNanoseconds
    fedProgress = progress
    return true
  }
}
