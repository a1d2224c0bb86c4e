import Acquisition
package import Alerting
import CLinux
package import SeismicTypes
package import StationRuntime

/// Plays a recording through a station's pipeline and hands out its messages as they come.
package struct ReplayRun {
  /// How the replay keeps time.
  package enum Speed: Equatable, Sendable {
    case asFastAsPossible
    /// 1000 is real time.
    case thousandths(Int64)
  }

  private let replay: StationReplay
  private let link: ReplayLink
  private let sampleRate: SampleRate
  private let speed: Speed
  private let isSending: Bool

  /// A replay of the plan's first source; where messages are sent, the key is read and a boot number
  /// taken now.
  ///
  /// - Parameters:
  ///   - plan: The station, its first source a recording.
  ///   - samplesPerBlock: The size of blocks; nil takes the board's.
  ///   - speed: How fast.
  ///   - destination: Where to send the messages; nil sends nothing.
  /// - Throws: `StationError` for settings the stages refuse or a key that cannot be used.
  package init(
    _ plan: StationPlan, samplesPerBlock: Int?, speed: Speed, destination: AlertDestination?
  ) throws(StationError) {
    replay = try StationReplay(plan, samplesPerBlock: samplesPerBlock)
    link = try ReplayLink(plan, to: destination)
    sampleRate = plan.sources[0].sampleRate
    self.speed = speed
    isSending = destination != nil
  }

  /// What a replay came to.
  package struct Result: Sendable {
    package var tally: PipelineTally
    package var transmissions: (sent: UInt64, failed: UInt64)
  }

  /// Runs to the end of the recording.
  ///
  /// - Parameter report: Takes each message as it was sent, with the time of the newest sample.
  /// - Returns: The figures of the summary.
  /// - Throws: What `report` throws.
  package func run(_ report: (AlertMessage, Timestamp) throws -> Void) throws -> Result {
    let clock = pacedClock
    var newest = Timestamp(nanoseconds: 0)
    let wait: (SampleBlockHeader) -> Void = { [link] header in
      guard let clock else { return }
      link.wait(until: clock.deadline(ofSample: header.sampleIndex + Int64(header.sampleCount)))
    }
    while let header = replay.step(wait: wait) {
      newest = header.time(ofSample: Int64(header.sampleCount) - 1)
      try deliver(newest, report)
      let gapCount = replay.tally.gapCount
      if let heartbeat = link.dueHeartbeat(gapCount: gapCount, isArmed: replay.isArmed) {
        try report(link.deliver(heartbeat), newest)
      }
    }
    try deliver(newest, report)
    if isSending {
      let last = link.heartbeat(gapCount: replay.tally.gapCount, isArmed: false)
      try report(link.deliver(last), newest)
    }
    link.finish()
    return Result(tally: replay.tally, transmissions: link.transmissions)
  }

  private func deliver(
    _ newest: Timestamp, _ report: (AlertMessage, Timestamp) throws -> Void
  ) throws {
    while let message = replay.takeMessage() { try report(link.deliver(message), newest) }
  }

  private var pacedClock: PacedClock? {
    guard case .thousandths(let speed) = speed else { return nil }
    return PacedClock(
      start: MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds()),
      sampleRate: sampleRate, speedThousandths: speed)
  }
}
