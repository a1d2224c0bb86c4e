internal import Alerting
internal import CLinux
internal import SeismicTypes
internal import Synchronization

/// The thread that numbers, signs and sends messages, repeats them, and keeps the heartbeat.
///
/// It never makes the processing thread wait: messages come through a ring with an eventfd beside
/// it, and what was sent goes on to housekeeping the same way.
final class NetworkWorker {
  private var inbox: AlertInbox
  /// What the slow channels have to say; looked at after the alerts.
  private var advisories: AlertInbox
  private let inboxDescriptor: Int32
  private var sent: AlertQueue
  private let sender: AlertSender
  private let settings: Handover<NetworkSettings>
  private var log: LogQueue
  private var stamp: MessageStamp
  private var health: HealthReport
  private let key: SigningKey
  private let state: StationState
  private var heartbeatNanoseconds: Int64
  /// Whether messages may wait for room on their way to housekeeping.
  private let holdsBack: Bool
  private var nextHeartbeatAt: Int64
  private let noSource = ShortText()
  private var progress: Int64 = 0
  private var loggedFailureCount: UInt64 = 0
  private var nextFailureLogAt: Int64 = 0

  private static let longestWaitNanoseconds: Int64 = 100_000_000
  private static let failureLogIntervalNanoseconds: Int64 = 10_000_000_000

  init(
    inbox: consuming AlertInbox, advisories: consuming AlertInbox, inboxDescriptor: Int32,
    sent: consuming AlertQueue,
    sender: AlertSender, settings: Handover<NetworkSettings>,
    log: consuming LogQueue, stamp: MessageStamp, health: HealthReport, key: SigningKey,
    state: StationState, heartbeatNanoseconds: Int64, holdsBack: Bool
  ) {
    self.inbox = inbox
    self.advisories = advisories
    self.inboxDescriptor = inboxDescriptor
    self.sent = sent
    self.sender = sender
    self.settings = settings
    self.log = log
    self.stamp = stamp
    self.health = health
    self.key = key
    self.state = state
    self.heartbeatNanoseconds = heartbeatNanoseconds
    self.holdsBack = holdsBack
    nextHeartbeatAt = clinux_monotonic_nanoseconds()
  }

  /// Takes the number of this start, before the thread runs.
  func begin(bootId: UInt64) { stamp.begin(bootId: bootId) }

  /// The thread's body: until processing has ended and every message and repeat has gone out.
  func run() {
    while true {
      progress &+= 1
      state.networkProgress.publish(progress)
      takeSettings()
      let hasProcessingEnded = state.hasProcessingEnded
      let isEmpty = drainInbox()
      if isEmpty, let advisory = advisories.take() { transmit(advisory) }
      keepHeartbeat()
      sender.poll(at: now())
      report()
      if hasProcessingEnded && isEmpty { break }
      clinux_wait_readable(inboxDescriptor, -1, waitNanoseconds())
      clinux_eventfd_drain(inboxDescriptor)
    }
    transmit(heartbeat())
    flushRepeats()
    report()
    state.endNetwork()
  }

  private func now() -> MonotonicInstant {
    MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
  }

  /// Sends what has come; false when something may be left.
  private func drainInbox() -> Bool {
    while !holdsBack || sent.hasRoom(for: 1) {
      guard let message = inbox.take() else { return true }
      transmit(message)
    }
    return false
  }

  /// Numbers, signs and sends a message for the first time, and schedules its repeats.
  private func transmit(_ message: AlertMessage) {
    var stamped = message
    clinux_realtime_enter()
    stamp.stamp(&stamped)
    let datagram = sign(stamped)
    clinux_realtime_exit()
    guard let datagram else {
      log.put(.encodingFailed, source: noSource, first: Int64(stamped.type.rawValue))
      return
    }
    // Outside the region: its sockets never block, but RealtimeSanitizer stops at every sendto.
    sender.submit(datagram, at: now())
    sent.put(stamped)
  }

  private func sign(_ message: AlertMessage) -> Datagram? {
    do throws(EncodingFault) {
      return try message.signed(with: key)
    } catch {
      return nil
    }
  }

  private func keepHeartbeat() {
    let now = clinux_monotonic_nanoseconds()
    guard now >= nextHeartbeatAt else { return }
    // What a pause of the whole machine left out is not sent afterwards: it would push out repeats.
    nextHeartbeatAt = max(nextHeartbeatAt + heartbeatNanoseconds, now)
    transmit(heartbeat())
  }

  private func heartbeat() -> AlertMessage {
    var message = AlertMessage(type: .heartbeat)
    message.modelHash = stamp.modelHash
    message.health = health.health()
    return message
  }

  /// Sends the repeats that are still due after the last message: 0.3 s at most.
  private func flushRepeats() {
    while let deadline = sender.nextDeadline() {
      clinux_sleep_until(deadline.nanoseconds)
      sender.poll(at: now())
    }
  }

  private func waitNanoseconds() -> Int64 {
    var until = nextHeartbeatAt
    if let deadline = sender.nextDeadline() { until = min(until, deadline.nanoseconds) }
    return min(max(0, until - clinux_monotonic_nanoseconds()), Self.longestWaitNanoseconds)
  }

  /// Publishes send failures, and logs new ones at most every ten seconds.
  private func report() {
    let failures = sender.sendFailureCount
    state.sendFailureCount.publish(Int64(failures))
    let now = clinux_monotonic_nanoseconds()
    guard failures != loggedFailureCount, now >= nextFailureLogAt else { return }
    log.put(.sendFailed, source: noSource, first: Int64(failures - loggedFailureCount))
    loggedFailureCount = failures
    nextFailureLogAt = now + Self.failureLogIntervalNanoseconds
  }

  private func takeSettings() {
    guard let changed = settings.take() else { return }
    heartbeatNanoseconds = changed.heartbeatNanoseconds
    nextHeartbeatAt = min(nextHeartbeatAt, now().nanoseconds + heartbeatNanoseconds)
    do throws(AlertingError) {
      try sender.replaceDestinations(changed.destinations)
      log.put(.destinationsApplied, source: noSource)
    } catch {
      log.put(.destinationsRefused, source: noSource)
    }
  }
}
