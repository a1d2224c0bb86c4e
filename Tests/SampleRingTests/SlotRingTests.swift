import SampleRing
import Testing

@Suite("A slot ring")
struct SlotRingTests {
  @Test("holds exactly its slots, in order, wherever it starts", arguments: 1...9)
  func everySizeAndOffset(slotCount: Int) {
    for offset in 0...(2 * slotCount) {
      let queue = MessageQueue(slotCount: slotCount)
      for number in 0..<Int64(offset) {
        #expect(queue.push(number))
        #expect(queue.pop() == Message(number: number))
      }
      for number in 0..<Int64(slotCount) { #expect(queue.push(number)) }
      #expect(!queue.push(-1))
      #expect(queue.ring.overrunCount == 1)
      for number in 0..<Int64(slotCount) { #expect(queue.pop() == Message(number: number)) }
      #expect(queue.pop() == nil)
      #expect(queue.push(7))
      #expect(queue.pop() == Message(number: 7))
    }
  }

  @Test("behaves as a bounded queue under any order of pushes and pops", arguments: 1...6)
  func againstAModel(slotCount: Int) {
    let queue = MessageQueue(slotCount: slotCount)
    var model: [Int64] = []
    var seed = UInt64(slotCount)
    for number in 0..<Int64(3000) {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if seed >> 63 == 0 {
        #expect(queue.push(number) == (model.count < slotCount))
        if model.count < slotCount { model.append(number) }
      } else {
        #expect(queue.pop()?.number == (model.isEmpty ? nil : model.removeFirst()))
      }
    }
  }

  @Test("shows nothing before the commit and keeps a slot until the release")
  func commitAndRelease() {
    let queue = MessageQueue(slotCount: 1)
    unsafe queue.slot().storeBytes(of: 42, as: Int64.self)
    #expect(unsafe queue.peek() == nil)
    #expect(queue.commit())
    #expect(!queue.hasRoom())
    for _ in 0..<2 { #expect(unsafe queue.peek()?.load(as: Int64.self) == 42) }
    queue.release()
    #expect(queue.hasRoom())
    #expect(unsafe queue.peek() == nil)
  }

  @Test("lets a full ring's producer fill its slot, and commit it when there is room")
  func fillingAFullRing() {
    let queue = MessageQueue(slotCount: 1)
    #expect(queue.push(1))
    unsafe queue.slot().storeBytes(of: Message(number: 2), as: Message.self)
    #expect(!queue.commit())
    #expect(queue.pop() == Message(number: 1))
    #expect(queue.pop() == nil)
    #expect(queue.commit())
    #expect(queue.pop() == Message(number: 2))
  }

  @Test("ignores a release without a filled slot")
  func strayRelease() {
    let queue = MessageQueue(slotCount: 2)
    queue.release()
    #expect(queue.pop() == nil)
    #expect(queue.push(0))
    #expect(queue.pop()?.number == 0)
    queue.release()
    #expect(queue.pop() == nil)
  }

  @Test("keeps offsets and slots on line pairs of their own")
  func alignment() {
    for slotByteCount in [128, 256, 384] {
      let ring = SlotRing(slotCount: 3, slotByteCount: slotByteCount)
      let slot = unsafe ring.takeProducer().slot
      #expect(UInt(bitPattern: slot) % 128 == 0)
    }
    #expect(SlotRing.byteCount(slotCount: 4, slotByteCount: 128) == 384 + 5 * 128)
  }

  @Test("lives as long as one of its ends")
  func lifetime() {
    weak var ring: SlotRing?
    func takeProducer() -> SlotProducer {
      let owned = SlotRing(slotCount: 4, slotByteCount: MemoryLayout<Message>.stride)
      ring = owned
      return owned.takeProducer()
    }
    do {
      var producer = takeProducer()
      let isPushed = producer.push(Message(number: 1))
      #expect(isPushed)
      #expect(ring != nil)
    }
    #expect(ring == nil)
  }

  @Test("gives each end once")
  func endsAreTakenOnce() async {
    await #expect(processExitsWith: .failure) {
      let ring = SlotRing(slotCount: 1, slotByteCount: 8)
      _ = ring.takeProducer()
      _ = ring.takeProducer()
    }
    await #expect(processExitsWith: .failure) {
      let ring = SlotRing(slotCount: 1, slotByteCount: 8)
      _ = ring.takeConsumer()
      _ = ring.takeConsumer()
    }
  }

  @Test("refuses shapes that hold nothing or break alignment")
  func impossibleShapes() async {
    await #expect(processExitsWith: .failure) { _ = SlotRing(slotCount: 0, slotByteCount: 8) }
    await #expect(processExitsWith: .failure) { _ = SlotRing(slotCount: 4, slotByteCount: 12) }
  }
}
