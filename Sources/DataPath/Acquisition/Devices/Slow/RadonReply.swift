/// What an RD200M radon module answers to a query: `02 10 04 status minutes int frac check`.
///
/// The sum of the bytes behind the first one, the check included, is 0xFF (FTLAB, RD200M; as in
/// github.com/ekyuho/Rd200m).
package struct RadonReply: BitwiseCopyable, Equatable, Sendable {
  /// The module's own word for what it does.
  package enum Status: BitwiseCopyable, Equatable, Sendable {
    /// The first value is still to come.
    case warmingUp
    case measuring
    /// The module was moved; its value is of no use for now.
    case vibration
  }

  package var status: Status
  /// Since the module's start or its newest value.
  package var minutes: UInt8
  /// The value in hundredths of the module's unit, pCi/L or Bq/m³.
  package var hundredths: Int32

  package init(status: Status, minutes: UInt8, hundredths: Int32) {
    self.status = status
    self.minutes = minutes
    self.hundredths = hundredths
  }

  static let byteCount = 8
  /// Asks for the newest value.
  package static let query: [UInt8] = [0x02, 0x01, 0x00, 0xFE]
}

/// Finds the replies of an RD200M in a stream of bytes; eight bytes are held.
package struct RadonReplyParser: Sendable {
  private var window = InlineArray<8, UInt8>(repeating: 0)
  private var count = 0
  /// Bytes that belong to no reply.
  package private(set) var skippedByteCount: Int64 = 0

  package init() {}

  /// Takes the next byte; the reply that it ends, or nil.
  package mutating func take(_ byte: UInt8) -> RadonReply? {
    window[count] = byte
    count += 1
    while count > 0 && !canBegin { dropFirst() }
    guard count == RadonReply.byteCount else { return nil }
    guard isWhole, let reply = reply else {
      repeat { dropFirst() } while count > 0 && !canBegin
      return nil
    }
    count = 0
    return reply
  }

  /// Whether the bytes held are the beginning of a reply.
  private var canBegin: Bool {
    window[0] == 0x02 && (count < 2 || window[1] == 0x10) && (count < 3 || window[2] == 0x04)
  }

  private var isWhole: Bool {
    var sum: UInt8 = 0
    for index in 1..<RadonReply.byteCount { sum &+= window[index] }
    return sum == 0xFF
  }

  /// The reply held; nil for a fraction that no module sends.
  private var reply: RadonReply? {
    guard window[6] < 100 else { return nil }
    let status: RadonReply.Status
    if window[3] == 0xE0 {
      status = .vibration
    } else {
      status = window[3] & 3 < 2 ? .warmingUp : .measuring
    }
    return RadonReply(
      status: status, minutes: window[4],
      hundredths: Int32(window[5]) * 100 + Int32(window[6]))
  }

  private mutating func dropFirst() {
    for index in 1..<count { window[index - 1] = window[index] }
    count -= 1
    skippedByteCount += 1
  }
}
