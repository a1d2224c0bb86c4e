import Alerting
import Reporting
import SeismicTypes

/// `firstbreak listen`: receives, verifies and prints alerts.
enum ListenCommand: Command {
  static let name = "listen"
  static let summary = "receives, verifies, de-duplicates and prints alerts"
  static let help = """
    usage: firstbreak listen --bind HOST:PORT --trust DIR [options]
           firstbreak listen --forget NET_STA_LOC --state FILE

    Prints each message once, however often it is repeated, and only if a trusted key has signed it
    and it is neither old nor replayed. Everything else is counted by the reason of its refusal, and
    the first of each reason is named on stderr. SIGINT and SIGTERM end it with a summary.

      --bind HOST:PORT     where to listen; port 0 takes a free one, stderr tells which
      --trust DIR          the trusted keys, NET_STA_LOC.pub
      --state FILE         remembers across restarts what was received, against replays
      --accept-test        accepts messages that are marked as a test, too
      --json               one JSON object a line, a summary at the end
      --count N            ends after N accepted messages
      --timeout SECONDS    ends after this time; with --count the rest counts as missing (exit 1)
      --multicast GROUP    joins a multicast group
      --forget NET_STA_LOC drops what --state knows of a station that lost its state and clock

    Example:
      firstbreak listen --bind 0.0.0.0:4790 --trust /etc/firstbreak/trust --accept-test
    """
  static let valueOptions: Set<String> = [
    "bind", "trust", "state", "count", "timeout", "multicast", "forget",
  ]
  static let flagOptions: Set<String> = ["accept-test", "json"]

  static func run(_ options: Options) throws -> Bool {
    if let station = try options.value("forget") { return try forget(station, options) }
    var limits = Listener.Limits()
    limits.acceptedCount = try options.integer("count", in: 1...1_000_000_000)
    limits.nanoseconds = try options.value("timeout").map(nanoseconds)
    var parameters = AlertReceiver.Parameters()
    parameters.acceptsTest = options.has("accept-test")
    let address = try options.required("bind")
    let trust = try TrustDirectory(readingFrom: options.required("trust"))
    let statePath = try options.value("state")
    let state = try statePath.map { try ReceiverState(readingFrom: $0) } ?? ReceiverState()
    // A path that cannot be written is found now, not at the first alert.
    if let statePath { try state.write(to: statePath) }
    let listener = try Listener(
      ReceiverSocket(bind: address, group: options.value("multicast")),
      AlertReceiver(trusting: trust, state: state, parameters: parameters), statePath: statePath)
    listener.announce(address)
    if trust.keys.isEmpty { printWords("no key is trusted: every message will be refused") }
    return try listener.run(until: limits, format: options.has("json") ? .json : .words)
  }

  private static func forget(_ name: String, _ options: Options) throws -> Bool {
    guard let station = StationIdentifier.parse(name) else {
      throw UsageError(message: "--forget is \"\(name)\", expected NET_STA_LOC")
    }
    guard try options.value("bind") == nil, try options.value("trust") == nil else {
      throw UsageError(message: "--forget goes with --state alone")
    }
    let path = try options.required("state")
    var state = try ReceiverState(readingFrom: path)
    let count = state.forget(station)
    guard count > 0 else { throw WorkError(message: "\(path): knows no key of station \(name)") }
    try state.write(to: path)
    printWords("\(path): forgot \(count) key\(count == 1 ? "" : "s") of station \(name)")
    return true
  }

  private static func nanoseconds(_ word: String) throws -> Int64 {
    guard let seconds = Double(word), seconds > 0, seconds <= 1e9 else {
      throw UsageError(message: "--timeout is \"\(word)\", expected seconds above 0")
    }
    return Int64(seconds * 1e9)
  }
}
