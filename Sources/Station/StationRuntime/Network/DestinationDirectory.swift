internal import Alerting
internal import CLinux
internal import StationConfiguration

/// The station's destinations and their addresses, as far as they are known by now.
///
/// Numbers are served at once. What is a name, or lies behind an interface that is not up, is asked for
/// on the resolver's thread, again and again until it is found; meanwhile the others are served. The main
/// thread owns it and never waits in it, but for a moment at the start.
final class DestinationDirectory {
  private struct Entry {
    let settings: DestinationSettings
    var address: AlertDestination?
    /// What the log has been told of it.
    var problem = ""

    var name: String { "\(settings.host) port \(settings.port)" }
  }

  private let resolver: ResolverWorker
  /// What the network thread takes.
  let settings = Handover<NetworkSettings>()
  private var entries: [Entry] = []
  private var heartbeatNanoseconds: Int64
  /// Answers that the resolver owes.
  private var pendingCount = 0
  private var nextAskAt: Int64 = .min
  private var hasChanged = false

  /// Between two attempts to find what was not found.
  private static let askIntervalNanoseconds: Int64 = 15_000_000_000
  /// How long a start waits for names, so that what is found at once gets the first message.
  private static let longestStartNanoseconds: Int64 = 1_000_000_000
  private static let pauseNanoseconds: Int64 = 10_000_000

  init(
    _ settings: [DestinationSettings], heartbeatNanoseconds: Int64, resolver: ResolverWorker
  ) {
    self.resolver = resolver
    self.heartbeatNanoseconds = heartbeatNanoseconds
    replaceEntries(settings)
  }

  /// More destinations than are served stop a start, and a reload.
  static func check(_ settings: [DestinationSettings]) throws(StationError) {
    guard settings.count <= AlertSender.destinationCapacity else {
      throw .alerting(.tooManyDestinations(count: settings.count))
    }
  }

  /// What stands in the way of reaching each destination now; may ask the network.
  static func warnings(for settings: [DestinationSettings]) -> [String] {
    settings.map { DestinationAnswer(asking: $0) }.filter { $0.address == nil }.map { answer in
      "destination \(answer.settings.host) port \(answer.settings.port): \(answer.problem); a station "
        + "starts without it and goes on asking"
    }
  }

  /// Those that have an address.
  var addresses: [AlertDestination] { entries.compactMap { $0.address } }

  /// Takes other destinations: an address that is known already is kept, names are asked for at once.
  func replace(_ settings: [DestinationSettings], heartbeatNanoseconds: Int64) {
    self.heartbeatNanoseconds = heartbeatNanoseconds
    replaceEntries(settings)
    hasChanged = true
    nextAskAt = .min
  }

  /// One look: takes answers, asks again where it is time to, tells the network thread of changes.
  func look(at now: Int64) {
    while let answer = resolver.answers.take() { take(answer) }
    ask(at: now)
    guard hasChanged, settings.isFree else { return }
    hasChanged = false
    settings.offer(
      NetworkSettings(destinations: addresses, heartbeatNanoseconds: heartbeatNanoseconds))
  }

  /// Asks for the names and waits a moment for them, at the start.
  func begin() {
    let deadline = clinux_monotonic_nanoseconds() + Self.longestStartNanoseconds
    look(at: clinux_monotonic_nanoseconds())
    while pendingCount > 0, clinux_monotonic_nanoseconds() < deadline {
      clinux_sleep_until(clinux_monotonic_nanoseconds() + Self.pauseNanoseconds)
      look(at: clinux_monotonic_nanoseconds())
    }
    for index in entries.indices
    where entries[index].address == nil && entries[index].problem.isEmpty {
      Self.note("no answer yet", of: &entries[index])
    }
  }

  private func replaceEntries(_ settings: [DestinationSettings]) {
    let known = entries
    entries = settings.map { settings in
      for entry in known where entry.settings == settings && entry.address != nil { return entry }
      var entry = Entry(settings: settings)
      if let answer = DestinationAnswer(lookingAt: settings) { Self.take(answer, &entry) }
      return entry
    }
  }

  private func ask(at now: Int64) {
    guard pendingCount == 0, now >= nextAskAt, resolver.requests.isFree else { return }
    let missing = entries.filter { $0.address == nil }.map { $0.settings }
    guard !missing.isEmpty else { return }
    pendingCount = missing.count
    nextAskAt = now + Self.askIntervalNanoseconds
    resolver.requests.offer(missing)
  }

  private func take(_ answer: DestinationAnswer) {
    pendingCount -= 1
    for index in entries.indices
    where entries[index].settings == answer.settings && entries[index].address == nil {
      Self.take(answer, &entries[index])
      if answer.address != nil { hasChanged = true }
    }
  }

  private static func take(_ answer: DestinationAnswer, _ entry: inout Entry) {
    entry.address = answer.address
    guard answer.address == nil else {
      if !entry.problem.isEmpty { Log.write(.info, "destination \(entry.name): found") }
      entry.problem = ""
      return
    }
    note(answer.problem, of: &entry)
  }

  /// Tells the log of a destination that has no address, once for each reason.
  private static func note(_ problem: String, of entry: inout Entry) {
    guard entry.problem != problem else { return }
    entry.problem = problem
    Log.write(
      .warning,
      "destination \(entry.name): \(problem); it gets nothing until it is found, and is asked for "
        + "every \(askIntervalNanoseconds / 1_000_000_000) s")
  }
}
