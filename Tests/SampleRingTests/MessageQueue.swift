import SampleRing

/// Both ends of a message ring in one copyable reference, which `#expect` needs.
final class MessageQueue {
  let ring: SlotRing
  private var producer: SlotProducer
  private var consumer: SlotConsumer

  init(slotCount: Int) {
    ring = SlotRing(slotCount: slotCount, slotByteCount: MemoryLayout<Message>.stride)
    producer = ring.takeProducer()
    consumer = ring.takeConsumer()
  }

  func push(_ number: Int64) -> Bool { producer.push(Message(number: number)) }
  func slot() -> UnsafeMutableRawPointer { unsafe producer.slot }
  func commit() -> Bool { producer.commit() }
  func hasRoom() -> Bool { producer.hasRoom() }
  func peek() -> UnsafeRawPointer? { unsafe consumer.peek() }
  func release() { consumer.release() }
  func pop() -> Message? { consumer.pop() }
}
