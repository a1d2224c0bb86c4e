package import Alerting
internal import CLinux
package import SampleRing

/// The way from the processing thread to the network thread; never waits.
package struct AlertQueue: ~Copyable, Sendable {
  private var slots: SlotProducer
  /// An eventfd the reader polls, −1 where the reader looks by itself.
  private let wakeDescriptor: Int32

  package init(_ slots: consuming SlotProducer, wakeDescriptor: Int32 = -1) {
    self.slots = slots
    self.wakeDescriptor = wakeDescriptor
  }

  /// A ring for the messages of one pipeline or more.
  package static func makeRing(slotCount: Int) -> SlotRing {
    SlotRing(slotCount: slotCount, slotByteCount: slotByteCount)
  }

  static let slotByteCount = (MemoryLayout<AlertMessage>.stride + 127) / 128 * 128

  /// Whether that many messages would find room now.
  @_noAllocation @_noLocks
  mutating func hasRoom(for messageCount: Int) -> Bool { slots.hasRoom(for: messageCount) }

  /// Hands the message over; counts it as lost when the ring is full.
  @_noAllocation @_noLocks
  package mutating func put(_ message: AlertMessage) {
    unsafe slots.slot.assumingMemoryBound(to: AlertMessage.self).initialize(to: message)
    guard slots.commit() else {
      slots.countOverrun()
      return
    }
    let descriptor = wakeDescriptor
    if descriptor >= 0 { unsafe _unsafePerformance { clinux_eventfd_notify(descriptor) } }
  }
}

/// The network thread's end of an `AlertQueue`.
package struct AlertInbox: ~Copyable, Sendable {
  private var slots: SlotConsumer

  package init(_ slots: consuming SlotConsumer) { self.slots = slots }

  /// The oldest message, or nil.
  @_noAllocation @_noLocks
  package mutating func take() -> AlertMessage? {
    guard let slot = unsafe slots.peek() else { return nil }
    let message = unsafe slot.assumingMemoryBound(to: AlertMessage.self).pointee
    slots.release()
    return message
  }
}
