import SeismicTypes
import Testing

@testable import Alerting

/// A receiver with hands on its clocks.
struct Reception {
  static let startSecond: Int64 = 1_800_000_000
  let receiver: AlertReceiver

  init(
    _ stations: [SimulatedStation], state: ReceiverState = ReceiverState(),
    parameters: AlertReceiver.Parameters = .init()
  ) throws {
    receiver = AlertReceiver(
      trusting: TrustDirectory(keys: try stations.map { try $0.trusted }), state: state,
      parameters: parameters)
  }

  /// The message of a datagram that is accepted.
  func alert(_ bytes: [UInt8], from source: SourceAddress) -> ReceivedAlert? {
    let outcome = receiver.receive(
      bytes.span, from: source,
      at: Timestamp(nanoseconds: Self.startSecond * 1_000_000_000),
      monotonic: MonotonicInstant(nanoseconds: 1))
    if case .accepted(let alert) = outcome { return alert }
    return nil
  }

  /// What becomes of a datagram, in a word.
  func word(
    _ bytes: [UInt8], from address: UInt32 = 0x0A00_0001, second: Double = 0, port: UInt16 = 4000
  ) -> String {
    let outcome = receiver.receive(
      bytes.span, from: SourceAddress(version4: address, port: port),
      at: Timestamp(
        nanoseconds: Self.startSecond * 1_000_000_000 + Int64((second * 1e9).rounded())),
      monotonic: MonotonicInstant(nanoseconds: 5_000_000_000 + Int64((second * 1e9).rounded())))
    switch outcome {
    case .accepted(let alert): return alert.isTimeTrusted ? "accepted" : "accepted, time untrusted"
    case .duplicate: return "duplicate"
    case .refused(let reason): return reason.word
    }
  }
}
