/// What a message says; the numbers are the datagram's (key 1).
package enum MessageType: UInt8, BitwiseCopyable, Sendable {
  case heartbeat = 0
  case pick = 1
  case estimate = 2
  case alert = 3
  case cancel = 4
  case advisory = 5

  /// The word in JSON lines.
  package var word: String {
    switch self {
    case .heartbeat: "heartbeat"
    case .pick: "pick"
    case .estimate: "estimate"
    case .alert: "alert"
    case .cancel: "cancel"
    case .advisory: "advisory"
    }
  }
}

/// Whether a level was predicted, observed or both (key 28).
package enum Basis: UInt8, BitwiseCopyable, Sendable {
  case predicted = 0
  case observed = 1
  case both = 2
}

/// Why an event was withdrawn (key 29).
package enum CancelReason: UInt8, BitwiseCopyable, Sendable {
  case noise = 0
  case sensorFault = 1
  case superseded = 2
}
