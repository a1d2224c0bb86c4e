internal import Alerting
internal import CLinux
internal import StationConfiguration

/// What the network said of one destination.
struct DestinationAnswer {
  let settings: DestinationSettings
  /// Nil where it cannot be reached for now.
  let address: AlertDestination?
  /// Why, in words; empty with an address.
  let problem: String

  init(settings: DestinationSettings, address: AlertDestination?, problem: String) {
    self.settings = settings
    self.address = address
    self.problem = problem
  }

  /// Asks for a destination's address, for as long as the system's resolver takes, and tries a socket.
  init(asking settings: DestinationSettings) {
    do throws(AlertingError) {
      let address = try AlertDestination(
        host: settings.host, port: settings.port, multicastHops: settings.multicastHops,
        interface: settings.interface)
      try address.check()
      self.init(settings: settings, address: address, problem: "")
    } catch {
      self.init(settings: settings, address: nil, problem: error.message)
    }
  }

  /// Looks at a destination whose host is a number, which asks nobody; nil where it is a name.
  init?(lookingAt settings: DestinationSettings) {
    do throws(AlertingError) {
      let address = try AlertDestination(
        numericHost: settings.host, port: settings.port, multicastHops: settings.multicastHops,
        interface: settings.interface)
      guard let address else { return nil }
      try address.check()
      self.init(settings: settings, address: address, problem: "")
    } catch {
      self.init(settings: settings, address: nil, problem: error.message)
    }
  }
}

/// The thread that asks for the addresses of destinations: name servers may be silent for as long as they
/// like, and nobody else waits for them.
final class ResolverWorker {
  /// Destinations to ask for, from the main thread, and an answer for each.
  let requests = Handover<[DestinationSettings]>()
  let answers = Handover<DestinationAnswer>()
  private let state: StationState
  private let ask: (DestinationSettings) -> DestinationAnswer

  private static let pauseNanoseconds: Int64 = 20_000_000

  /// - Parameters:
  ///   - state: Tells when the station has ended.
  ///   - ask: Finds an address; tests bring their own name servers.
  init(
    state: StationState,
    ask: @escaping (DestinationSettings) -> DestinationAnswer = { DestinationAnswer(asking: $0) }
  ) {
    self.state = state
    self.ask = ask
  }

  /// The thread's body: until the station has ended.
  func run() {
    while !state.hasNetworkEnded {
      guard let request = requests.take() else {
        pause()
        continue
      }
      for settings in request { deliver(ask(settings)) }
    }
  }

  private func deliver(_ answer: DestinationAnswer) {
    while !answers.isFree {
      if state.hasNetworkEnded { return }
      pause()
    }
    answers.offer(answer)
  }

  private func pause() {
    clinux_sleep_until(clinux_monotonic_nanoseconds() + Self.pauseNanoseconds)
  }
}
