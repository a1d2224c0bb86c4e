package import Alerting
internal import CLinux
package import SampleRing
package import SeismicTypes

/// The way from the processing thread to the network thread; never waits.
package struct AlertQueue: ~Copyable, Sendable {
  private var slots: SlotProducer
  /// An eventfd the reader polls, −1 where the reader looks by itself.
  private let wakeDescriptor: Int32
  /// Makes the sensors' events the station's; nil where the messages are the station's already.
  private var coincidence: SensorCoincidence?

  package init(
    _ slots: consuming SlotProducer, wakeDescriptor: Int32 = -1,
    coincidence: SensorCoincidence? = nil
  ) {
    self.slots = slots
    self.wakeDescriptor = wakeDescriptor
    self.coincidence = coincidence
  }

  /// A ring for the messages of one pipeline or more.
  package static func makeRing(slotCount: Int) -> SlotRing {
    SlotRing(slotCount: slotCount, slotByteCount: slotByteCount)
  }

  static let slotByteCount = (MemoryLayout<AlertMessage>.stride + 127) / 128 * 128

  /// Whether that many messages would find room now.
  @_noAllocation @_noLocks
  mutating func hasRoom(for messageCount: Int) -> Bool { slots.hasRoom(for: messageCount) }

  /// How many events of the station have gone through.
  package var eventCount: Int64 { coincidence?.eventCount ?? 0 }

  /// A group's data have reached a time.
  @_noAllocation @_noLocks
  package mutating func note(group: Int, newestTime: Timestamp, isUsable: Bool) {
    coincidence?.note(sensor: group, newestTime: newestTime, isUsable: isUsable)
  }

  /// A group's source has fallen silent; it counts again with its next data.
  @_noAllocation @_noLocks
  package mutating func noteInterruption(ofGroup group: Int) {
    coincidence?.noteInterruption(ofSensor: group)
  }

  /// The clock of a group's source has stepped.
  @_noAllocation @_noLocks
  package mutating func noteClockStep() { coincidence?.noteClockStep() }

  /// A group's source has ended.
  @_noAllocation @_noLocks
  package mutating func noteEnd(ofGroup group: Int) { coincidence?.noteEnd(ofSensor: group) }

  /// Hands a message over, where several sensors speak of one event as part of that; counts it as
  /// lost when the ring is full.
  @_noAllocation @_noLocks
  package mutating func put(_ message: AlertMessage) {
    guard case .some = coincidence else {
      commit(message)
      return
    }
    if let merged = coincidence?.merge(message) { commit(merged) }
  }

  @_noAllocation @_noLocks
  private mutating func commit(_ message: AlertMessage) {
    // unsafe: the slot has room for a message and is this end's alone until the commit; the
    // descriptor is a plain number that outlives the queue.
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
