/// When a watchdog is to be fed: at intervals, and only if processing and sending have both got on since
/// the last time.
package struct FeedingSchedule {
  /// 0 for never.
  private let intervalNanoseconds: Int64
  private var nextAt: Int64 = .min
  private var fedProgress: Int64?
  private var fedNetworkProgress: Int64?

  package init(intervalNanoseconds: Int64) { self.intervalNanoseconds = intervalNanoseconds }

  /// Whether it is to be fed now; true counts as done.
  ///
  /// - Parameters:
  ///   - progress: A count that the processing thread raises.
  ///   - networkProgress: A count that the network thread raises.
  ///   - now: The instant, on the monotonic clock.
  /// - Returns: The decision.
  package mutating func isDue(progress: Int64, networkProgress: Int64, at now: Int64) -> Bool {
    guard intervalNanoseconds > 0, now >= nextAt, progress != fedProgress,
      networkProgress != fedNetworkProgress
    else { return false }
    nextAt = now + intervalNanoseconds
    fedProgress = progress
    fedNetworkProgress = networkProgress
    return true
  }
}
