/// Which messages of a key have been accepted: the highest boot and a 64-wide window of its
/// sequence numbers, as in RFC 4303 §3.4.3.
package struct ReplayWindow: BitwiseCopyable, Equatable, Sendable {
  package private(set) var bootId: UInt64
  package private(set) var highestSequence: UInt64
  /// Bit n: sequence `highestSequence` − n has been accepted; bit 0 is always set.
  package private(set) var acceptedBits: UInt64

  /// The window after a first message.
  package init(bootId: UInt64, sequence: UInt64) {
    self.init(bootId: bootId, highestSequence: sequence, acceptedBits: 1)
  }

  init(bootId: UInt64, highestSequence: UInt64, acceptedBits: UInt64) {
    self.bootId = bootId
    self.highestSequence = highestSequence
    self.acceptedBits = acceptedBits
  }

  /// Whether exactly this message has been accepted, as far as the window reaches back.
  package func contains(bootId: UInt64, sequence: UInt64) -> Bool {
    guard bootId == self.bootId, sequence <= highestSequence else { return false }
    let age = highestSequence - sequence
    return age < 64 && acceptedBits >> age & 1 == 1
  }

  /// Whether the message is newer than every accepted one.
  package func isExceeded(byBootId bootId: UInt64, sequence: UInt64) -> Bool {
    bootId > self.bootId || bootId == self.bootId && sequence > highestSequence
  }

  /// The reason to refuse a message, or nil; changes nothing.
  func refusal(ofBootId bootId: UInt64, sequence: UInt64) -> RefusalReason? {
    if bootId < self.bootId { return .boot }
    if isExceeded(byBootId: bootId, sequence: sequence) { return nil }
    let isInWindow = highestSequence - sequence < 64
    return isInWindow && !contains(bootId: bootId, sequence: sequence) ? nil : .replay
  }

  /// Enters a message that `refusal` lets pass.
  mutating func accept(bootId: UInt64, sequence: UInt64) {
    guard bootId == self.bootId else {
      self = ReplayWindow(bootId: bootId, sequence: sequence)
      return
    }
    guard sequence > highestSequence else {
      acceptedBits |= 1 << (highestSequence - sequence)
      return
    }
    // A shift by 64 or more leaves no bit.
    acceptedBits = acceptedBits << (sequence - highestSequence) | 1
    highestSequence = sequence
  }
}
