package import SeismicTypes

/// What became of a received datagram.
package enum ReceptionOutcome: Sendable {
  case accepted(ReceivedAlert)
  /// The message has been accepted before; nothing more was looked at.
  case duplicate
  case refused(RefusalReason)
}

/// A message that has passed every test.
package struct ReceivedAlert: Sendable {
  package let message: AlertMessage
  package let keyIdentifier: KeyIdentifier
  package let source: SourceAddress
  package let receivedAt: Timestamp
  /// False when the station's clock is unsynchronised: its times are never used for location.
  package let isTimeTrusted: Bool
}
