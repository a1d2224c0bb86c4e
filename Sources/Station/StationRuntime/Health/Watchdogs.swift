internal import CLinux
internal import StationConfiguration

/// Feeds the service manager's watchdog and the board's own, for as long as the processing and the network
/// thread get on: housekeeping that still runs while the path stands still must not hide it.
struct Watchdogs: ~Copyable {
  private var service: FeedingSchedule
  private var board = FeedingSchedule(intervalNanoseconds: 0)
  /// The board's watchdog, −1 where none is used.
  private var device: Int32 = -1

  /// Opens the board's watchdog, if the settings name one; one that cannot be had is a warning.
  init(_ settings: RealTimeSettings) {
    // A third of the limit, so that two late rounds do no harm.
    service = FeedingSchedule(
      intervalNanoseconds: clinux_service_watchdog_microseconds() * 1000 / 3)
    guard let path = settings.watchdogDevice else { return }
    var seconds = Int32(settings.watchdogSeconds)
    // The path is lent to C as a string for the length of the call.
    let opened = unsafe clinux_watchdog_open(path, seconds, &seconds)
    guard opened >= 0 else {
      Log.write(.warning, "watchdog \(path): \(ErrorText.of(opened)); the board runs without it")
      return
    }
    device = opened
    board = FeedingSchedule(intervalNanoseconds: Int64(seconds) * 1_000_000_000 / 4)
    Log.write(.info, "watchdog \(path) seconds=\(seconds)")
  }

  /// Feeds what is due, each only if both threads have got on since it was last fed.
  ///
  /// - Parameters:
  ///   - state: Holds the counts that the two raise, several times a second.
  ///   - now: The instant, on the monotonic clock.
  mutating func feed(_ state: StationState, at now: Int64) {
    feed(progress: state.progress.value, networkProgress: state.networkProgress.value, at: now)
  }

  /// Feeds what is due while the station waits, for a bounded time, for its threads' end.
  mutating func feedAtTheEnd(at now: Int64) {
    feed(progress: now, networkProgress: now, at: now)
  }

  private mutating func feed(progress: Int64, networkProgress network: Int64, at now: Int64) {
    if service.isDue(progress: progress, networkProgress: network, at: now) {
      Self.tell("WATCHDOG=1")
    }
    if device >= 0, board.isDue(progress: progress, networkProgress: network, at: now) {
      clinux_watchdog_feed(device)
    }
  }

  /// The station ends in order: the board must not restart for it.
  mutating func close() {
    if device >= 0 { clinux_watchdog_close(device) }
    device = -1
  }

  /// Tells the service manager something; nothing happens where there is none.
  static func tell(_ words: String) {
    // The words are lent to C as a string for the length of the call.
    let result = unsafe clinux_service_notify(words)
    if result < 0 { Log.write(.warning, "service manager: \(ErrorText.of(result))") }
  }
}
