import Alerting
import CLinux
import Reporting
import SeismicTypes

/// The loop of `firstbreak listen`.
struct Listener {
  /// When to end; nil is never.
  struct Limits {
    var acceptedCount: Int?
    var nanoseconds: Int64?
  }

  enum Format { case json, words }

  /// How long the loop may be deaf to signals.
  private static let longestWaitNanoseconds: Int64 = 100_000_000
  private static let longestDrainNanoseconds: Int64 = 1_000_000_000

  private let socket: ReceiverSocket
  private let receiver: AlertReceiver
  private let statePath: String?
  private let signals: Int32

  /// A listener that from now on takes SIGINT and SIGTERM as the wish to end.
  init(_ socket: ReceiverSocket, _ receiver: AlertReceiver, statePath: String?) throws {
    signals = clinux_signal_descriptor()
    guard signals >= 0 else { throw WorkError(message: "signals cannot be taken") }
    self.socket = socket
    self.receiver = receiver
    self.statePath = statePath
  }

  /// Tells people where it listens, the port the system chose included.
  func announce(_ address: String) {
    let host = address.split(separator: ":", omittingEmptySubsequences: false).dropLast()
    printWords("listening on \(host.joined(separator: ":")):\(socket.port)")
  }

  /// Receives until a limit is reached or a signal comes, then prints the summary.
  ///
  /// - Returns: Whether as many messages came as were asked for.
  func run(until limits: Limits, format: Format) throws -> Bool {
    let end = limits.nanoseconds.map { clinux_monotonic_nanoseconds() + $0 } ?? .max
    var wanted = limits.acceptedCount ?? .max
    while wanted > 0, clinux_signal_next(signals) == 0 {
      let left = end - clinux_monotonic_nanoseconds()
      guard left > 0 else { break }
      if try receive(waiting: min(left, Self.longestWaitNanoseconds), format) == .accepted {
        wanted -= 1
      }
    }
    // What has arrived by the end is still read, though no flood keeps the command from ending.
    let hardEnd = clinux_monotonic_nanoseconds() + Self.longestDrainNanoseconds
    while wanted > 0, clinux_monotonic_nanoseconds() < hardEnd {
      let reception = try receive(waiting: 0, format)
      if reception == .nothing { break }
      if reception == .accepted { wanted -= 1 }
    }
    switch format {
    case .json: try Output.line(ReceptionWords.jsonSummary(of: receiver.counts))
    case .words: try Output.line(ReceptionWords.summary(of: receiver.counts))
    }
    return limits.acceptedCount == nil || wanted == 0
  }

  private enum Reception { case nothing, accepted, other }

  /// Takes one datagram, if one comes in time.
  private func receive(waiting nanoseconds: Int64, _ format: Format) throws -> Reception {
    guard let datagram = try socket.receive(timeoutNanoseconds: nanoseconds) else {
      return .nothing
    }
    let outcome = receiver.receive(
      datagram.bytes, from: datagram.source,
      at: Timestamp(nanoseconds: clinux_realtime_nanoseconds()),
      monotonic: MonotonicInstant(nanoseconds: clinux_monotonic_nanoseconds()))
    warn(of: outcome, datagram.source)
    guard case .accepted(let alert) = outcome else { return .other }
    switch format {
    case .json:
      try Output.line(alert.message.jsonLine(isTimeTrusted: alert.isTimeTrusted))
    case .words: try Output.line(ReceptionWords.line(for: alert))
    }
    // People first: storage may take seconds, or be full.
    if let statePath { remember(in: statePath) }
    return .accepted
  }

  /// Stores what was received; a failure must not keep later alerts from people.
  private func remember(in path: String) {
    do throws(AlertingError) {
      try receiver.saveState(to: path)
    } catch {
      printWords(error.message + "; after a restart a replay may be accepted")
    }
  }

  private func warn(of outcome: ReceptionOutcome, _ source: SourceAddress) {
    if case .refused(let reason) = outcome, receiver.counts.refusedCount(reason) == 1 {
      printWords(
        "refused a datagram from \(source.text): \(reason.word), "
          + ReceptionWords.meaning(of: reason) + "; more of these are only counted")
    }
    while let station = receiver.takeOldBootAlarm() {
      printWords(
        "station \(station.string) keeps sending from an old boot: replayed, or its state and clock "
          + "are lost; then: firstbreak listen --forget \(station.string) --state FILE")
    }
  }
}
