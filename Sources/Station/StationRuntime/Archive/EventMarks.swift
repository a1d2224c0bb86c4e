internal import Alerting
internal import SampleRing
internal import SeismicTypes

/// Tells the archive's thread when events were going on: the main thread's end.
///
/// A mark that finds no room is left out; the next message of the event brings another.
struct EventMarkQueue: ~Copyable {
  private var slots: SlotProducer

  init(_ slots: consuming SlotProducer) { self.slots = slots }

  /// Marks what a message says of its event: its onset and its newest sample.
  mutating func put(_ message: AlertMessage) {
    switch message.type {
    case .heartbeat, .advisory: return
    case .pick, .estimate, .alert, .cancel: break
    }
    if let onset = message.onsetTime { put(onset) }
    if let newest = message.sampleTime { put(newest) }
  }

  private mutating func put(_ time: Timestamp) {
    // A slot is as long as a time.
    unsafe slots.slot.storeBytes(of: time, as: Timestamp.self)
    _ = slots.commit()
  }
}

/// The archive's end.
final class EventMarkInbox {
  private var slots: SlotConsumer
  private let ring: SlotRing

  init() {
    ring = SlotRing(slotCount: 256, slotByteCount: 128)
    slots = ring.takeConsumer()
  }

  /// The main thread's end; take it once.
  func takeQueue() -> EventMarkQueue { EventMarkQueue(ring.takeProducer()) }

  /// Hands over what has arrived.
  func drain(_ take: (Timestamp) -> Void) {
    while let slot = unsafe slots.peek() {
      // The other end stores nothing else.
      take(unsafe slot.load(as: Timestamp.self))
      slots.release()
    }
  }
}
