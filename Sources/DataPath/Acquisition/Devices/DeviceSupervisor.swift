/// Decides when a device is to be opened, when it has stalled and when it must be closed.
///
/// Instants are nanoseconds of CLOCK_MONOTONIC_RAW, given by the caller, so that tests run it on a
/// time of their own.
package struct DeviceSupervisor: Sendable {
  /// How a device is, as heartbeats say it.
  package enum State: Equatable, Sendable {
    case delivering
    /// Open, and silent for longer than the limit.
    case stalled
    /// Could not be opened, or failed.
    case failed
  }

  /// The first pause before a device is opened again, and the longest; each is twice the one before.
  package static let shortestPauseNanoseconds: Int64 = 100_000_000
  package static let longestPauseNanoseconds: Int64 = 10_000_000_000
  /// No silence shorter than this is a stall.
  package static let shortestStallNanoseconds: Int64 = 100_000_000

  /// How long a source must be silent for its open event to end: what a baseline outlives.
  package static let interruptionNanoseconds: Int64 = 1_000_000_000

  /// A silence longer than this is a stall: three expected block times.
  package let stallNanoseconds: Int64
  /// A device that is not yet known to deliver counts as failed.
  package private(set) var state = State.failed
  package private(set) var isOpen = false
  private var opensAt: Int64
  private var pauseNanoseconds = Self.shortestPauseNanoseconds
  private var heardAt: Int64

  /// - Parameters:
  ///   - blockNanoseconds: The time that a block of samples takes.
  ///   - now: When the supervision begins; the device may be opened at once.
  package init(blockNanoseconds: Int64, now: Int64) {
    stallNanoseconds = max(Self.shortestStallNanoseconds, 3 * blockNanoseconds)
    opensAt = now
    heardAt = now
  }

  /// How long until the device may be opened; zero when it may be opened now.
  package func pause(at now: Int64) -> Int64 { max(0, opensAt - now) }

  /// The device has been opened and has the stall limit to deliver its first frame.
  package mutating func noteOpened(at now: Int64) {
    isOpen = true
    heardAt = now
  }

  /// A block came: the next failure is met with the shortest pause again.
  package mutating func noteBlock(at now: Int64) {
    state = .delivering
    heardAt = now
    pauseNanoseconds = Self.shortestPauseNanoseconds
  }

  /// Whether an open device that gave nothing has been silent for too long.
  package func hasStalled(at now: Int64) -> Bool { isOpen && now - heardAt > stallNanoseconds }

  /// The device could not be opened, failed or stalled, and has been closed.
  ///
  /// - Parameters:
  ///   - state: What heartbeats are to say of it.
  ///   - now: The instant.
  package mutating func noteClosed(as state: State, at now: Int64) {
    self.state = state
    isOpen = false
    opensAt = now + pauseNanoseconds
    pauseNanoseconds = min(2 * pauseNanoseconds, Self.longestPauseNanoseconds)
  }
}
