package import Alerting
internal import CLinux
package import SeismicTypes
internal import StationConfiguration

/// Gives a replay's messages what the station would give them and, where a destination is named,
/// signs and sends them, with repeats and heartbeats.
package final class ReplayLink {
  /// What sending needs; a replay that only prints has none and touches neither key nor state.
  private struct Outlet {
    let key: SigningKey
    let sender: AlertSender
    let heartbeatNanoseconds: Int64
    var nextHeartbeatAt: Int64
  }

  private var stamp: MessageStamp
  private var outlet: Outlet?
  private let startedAt = clinux_monotonic_nanoseconds()
  private let mode: OperatingMode
  private let configurationHash: UInt64
  private let calibrationHash: UInt64

  /// A link of a replayed station.
  ///
  /// - Parameters:
  ///   - plan: The station; its messages are tests, for they come from a recording.
  ///   - destination: Where to send; without one nothing is signed and the boot number is 0.
  /// - Throws: `StationError` for an unusable key, state folder or destination.
  package init(_ plan: StationPlan, to destination: AlertDestination?) throws(StationError) {
    let setup = plan.setup
    mode = setup.station.mode
    configurationHash = ContentHash.prefix(of: setup.configurationBytes)
    calibrationHash = ContentHash.prefix(of: setup.calibrationBytes)
    guard let destination else {
      stamp = try StationAssembly.stamp(setup, plan)
      return
    }
    clinux_forbid_dumps()
    let key = try Station.loadKey(of: setup)
    let sender = try Self.sender(to: destination)
    stamp = try StationAssembly.stamp(setup, plan)
    stamp.begin(bootId: try Station.takeBootNumber(of: setup))
    outlet = Outlet(
      key: key, sender: sender,
      heartbeatNanoseconds: Int64(setup.station.policy.heartbeatSeconds * 1e9),
      nextHeartbeatAt: startedAt)
  }

  private static func sender(
    to destination: AlertDestination
  ) throws(StationError) -> AlertSender {
    do throws(AlertingError) {
      return try AlertSender([destination])
    } catch {
      throw .alerting(error)
    }
  }

  /// Transmissions so far, repeats included, and how many of them failed or were refused.
  package var transmissions: (sent: UInt64, failed: UInt64) {
    guard let sender = outlet?.sender else { return (0, 0) }
    return (sender.sentCount, sender.sendFailureCount)
  }

  /// Numbers a message and sends it, if messages are sent.
  ///
  /// - Returns: The message as it was signed.
  package func deliver(_ message: AlertMessage) throws(StationError) -> AlertMessage {
    var stamped = message
    stamp.stamp(&stamped)
    guard let outlet else { return stamped }
    do throws(EncodingFault) {
      outlet.sender.submit(try stamped.signed(with: outlet.key), at: now)
    } catch {
      throw .input("a message of type \(stamped.type.word) cannot be encoded")
    }
    return stamped
  }

  /// The heartbeat, if messages are sent and one is due.
  package func dueHeartbeat(gapCount: Int64, isArmed: Bool) -> AlertMessage? {
    guard let outlet, now.nanoseconds >= outlet.nextHeartbeatAt else { return nil }
    self.outlet?.nextHeartbeatAt += outlet.heartbeatNanoseconds
    return heartbeat(gapCount: gapCount, isArmed: isArmed)
  }

  /// A heartbeat, for the end of a replay that sends.
  package func heartbeat(gapCount: Int64, isArmed: Bool) -> AlertMessage {
    var health = Health()
    health.uptimeSeconds = UInt64(max(0, now.nanoseconds - startedAt) / 1_000_000_000)
    health.gaps = UInt64(gapCount)
    health.sendFailures = transmissions.failed
    health.isArmed = isArmed
    health.mode = mode.wireNumber
    health.softwareVersion = ShortText(Version.text)
    health.configurationHash = configurationHash
    health.calibrationHash = calibrationHash
    var message = AlertMessage(type: .heartbeat)
    message.modelHash = stamp.modelHash
    message.health = health
    return message
  }

  /// Sleeps until a moment, sending the repeats that fall due before it.
  package func wait(until deadline: MonotonicInstant) {
    while now < deadline {
      let next = outlet?.sender.nextDeadline() ?? deadline
      clinux_sleep_until(min(next.nanoseconds, deadline.nanoseconds))
      outlet?.sender.poll(at: now)
    }
    outlet?.sender.poll(at: now)
  }

  /// Sends the repeats that are still due: 0.3 s at most.
  package func finish() {
    while let deadline = outlet?.sender.nextDeadline() { wait(until: deadline) }
  }

  private var now: MonotonicInstant {
    MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds())
  }
}
