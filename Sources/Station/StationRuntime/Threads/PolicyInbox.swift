internal import Alerting
internal import SampleRing

/// New policy settings on their way to the processing thread.
struct PolicyInbox: ~Copyable, Sendable {
  private var slots: SlotConsumer

  init(_ slots: consuming SlotConsumer) { self.slots = slots }

  static func makeRing() -> SlotRing { SlotRing(slotCount: 4, slotByteCount: 128) }

  /// The newest settings not yet taken, or nil.
  @_noAllocation @_noLocks
  mutating func take() -> AlertPolicy.Parameters? {
    guard let slot = unsafe slots.peek() else { return nil }
    let parameters = unsafe slot.assumingMemoryBound(to: AlertPolicy.Parameters.self).pointee
    slots.release()
    return parameters
  }
}

/// Housekeeping's end of the settings' way.
struct PolicyOutbox: ~Copyable, Sendable {
  private var slots: SlotProducer

  init(_ slots: consuming SlotProducer) { self.slots = slots }

  /// Hands settings over.
  ///
  /// - Parameter parameters: The whole policy.
  /// - Returns: False when earlier settings have not been taken yet.
  mutating func put(_ parameters: AlertPolicy.Parameters) -> Bool {
    unsafe slots.slot.assumingMemoryBound(to: AlertPolicy.Parameters.self).initialize(
      to: parameters)
    return slots.commit()
  }
}
