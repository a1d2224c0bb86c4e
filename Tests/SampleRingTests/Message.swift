import SampleRing

/// A message as the alert ring and the log ring carry them: fixed size, no references.
struct Message: BitwiseCopyable, Equatable, Sendable {
  var number: Int64
  var text: InlineArray<24, UInt8>

  init(number: Int64) {
    self.number = number
    text = InlineArray { index in UInt8(truncatingIfNeeded: number &+ Int64(index)) }
  }

  static func == (lhs: Message, rhs: Message) -> Bool {
    lhs.number == rhs.number && lhs.text.indices.allSatisfy { lhs.text[$0] == rhs.text[$0] }
  }
}

// How a `BitwiseCopyable` message travels: one annotated function around each end of a `SlotRing`.

extension SlotProducer {
  /// Sends the message, or counts it as dropped when the ring is full.
  @_noAllocation @_noLocks
  mutating func push(_ message: Message) -> Bool {
    unsafe slot.storeBytes(of: message, as: Message.self)
    if commit() { return true }
    countOverrun()
    return false
  }
}

extension SlotConsumer {
  /// The oldest message, taken out of the ring, or nil when it is empty.
  @_noAllocation @_noLocks
  mutating func pop() -> Message? {
    guard let slot = unsafe peek() else { return nil }
    let message = unsafe slot.load(as: Message.self)
    release()
    return message
  }
}
