import Alerting
import Plotting
import Replaying
import SeismicTypes

/// What the command line of `firstbreak replay` asks for.
struct ReplayRequest {
  let station: String
  let overrides: RecordingOverrides
  let speed: ReplayRun.Speed
  let samplesPerBlock: Int?
  let picture: PictureFile?
  let isJSON: Bool
  private let send: (host: String, port: UInt16)?

  init(_ options: Options) throws {
    station = try options.required("station")
    let files = options.all("input")
    guard !files.isEmpty else { throw UsageError(message: "--input is missing") }
    var overrides = RecordingOverrides(files: files)
    overrides.channelFilter = try options.value("channels")
    overrides.sensitivities = try options.all("sensitivity").map(Self.sensitivity)
    overrides.quantities = try options.all("quantity").map(Self.quantity)
    guard overrides.quantities.isEmpty || !overrides.sensitivities.isEmpty else {
      throw UsageError(message: "--quantity needs --sensitivity, the counts per unit")
    }
    self.overrides = overrides
    send = try options.value("send").map(Self.address)
    speed = try Self.speed(
      try options.value("speed") ?? (send == nil ? "max" : "realtime"))
    samplesPerBlock = try options.integer("samples-per-block", in: 1...4096)
    picture = try options.picture("picture")
    isJSON = options.has("json")
  }

  /// The address to send to; may ask the network for it.
  func destination() throws -> AlertDestination? {
    try send.map { try AlertDestination(host: $0.host, port: $0.port) }
  }

  private static func speed(_ word: String) throws -> ReplayRun.Speed {
    if word == "max" { return .asFastAsPossible }
    if word == "realtime" { return .thousandths(1000) }
    guard let factor = Double(word), factor >= 0.001, factor <= 1e6 else {
      throw UsageError(
        message: "--speed is \"\(word)\", expected realtime, max or a factor from 0.001 to 1000000")
    }
    return .thousandths(Int64((factor * 1000).rounded()))
  }

  static func sensitivity(
    _ word: String
  ) throws -> RecordingOverrides.ForChannel<Double> {
    let (code, text) = try split(word, of: "sensitivity")
    guard let value = Double(text), value.isFinite, value != 0 else {
      throw UsageError(
        message: "--sensitivity is \"\(word)\", expected counts per m/s² or m/s, or CODE=COUNTS")
    }
    return RecordingOverrides.ForChannel(code: code, value: value)
  }

  static func quantity(
    _ word: String
  ) throws -> RecordingOverrides.ForChannel<Quantity> {
    let (code, text) = try split(word, of: "quantity")
    switch text {
    case "acceleration": return RecordingOverrides.ForChannel(code: code, value: .acceleration)
    case "velocity": return RecordingOverrides.ForChannel(code: code, value: .velocity)
    default:
      throw UsageError(
        message: "--quantity is \"\(word)\", expected acceleration, velocity or CODE=…")
    }
  }

  /// The channel code, if there is one, and the value.
  private static func split(_ word: String, of option: String) throws -> (String?, String) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return (nil, word) }
    guard (1...3).contains(parts[0].count) else {
      throw UsageError(message: "--\(option) is \"\(word)\", expected a channel code before =")
    }
    return (String(parts[0]), String(parts[1]))
  }

  /// The parts of `HOST:PORT`; brackets around an IPv6 address are taken off.
  private static func address(_ word: String) throws -> (host: String, port: UInt16) {
    let wrong = UsageError(
      message: "--send is \"\(word)\", expected HOST:PORT, an IPv6 address in brackets")
    guard let colon = word.lastIndex(of: ":"), let port = UInt16(word[word.index(after: colon)...]),
      port > 0
    else { throw wrong }
    var host = word[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw wrong
    }
    guard !host.isEmpty else { throw wrong }
    return (String(host), port)
  }
}
