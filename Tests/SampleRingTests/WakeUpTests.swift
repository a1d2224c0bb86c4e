import Foundation
import SampleRing
import SeismicTypes
import Testing

/// A lost wake-up costs the full 100 ms wait, so that these tests would run out of their minute.
@Suite("A sleeping consumer", .timeLimit(.minutes(1)))
struct WakeUpTests {
  @Test("is woken by each of many commits")
  func pingPong() async {
    let roundCount: Int64 = 1000
    let there = SampleRing(slotCount: 2, channelCount: 1, samplesPerBlock: 1)
    let back = SampleRing(slotCount: 2, channelCount: 1, samplesPerBlock: 1)
    async let echo: Void = onThread {
      var consumer = there.takeConsumer()
      var producer = back.takeProducer()
      for _ in 0..<roundCount {
        let index = consumer.nextSampleIndex()
        producer.commit(header(sampleIndex: index, sampleCount: 0))
      }
    }
    async let caller: Void = onThread {
      var producer = there.takeProducer()
      var consumer = back.takeConsumer()
      for index in 0..<roundCount {
        producer.commit(header(sampleIndex: index, sampleCount: 0))
        let echoed = consumer.nextSampleIndex()
        #expect(echoed == index)
      }
    }
    _ = await (echo, caller)
  }

  @Test("serves several rings that share its wake-up")
  func sharedWakeUp() async {
    let blockCount: Int64 = 1000
    let wakeUp = WakeUp()
    let rings = (0..<2).map { _ in
      SampleRing(slotCount: 4, channelCount: 1, samplesPerBlock: 1, wakeUp: wakeUp)
    }
    async let producers: Void = withTaskGroup(of: Void.self) { group in
      for ring in rings {
        group.addTask {
          await onThread {
            var producer = ring.takeProducer()
            for index in 0..<blockCount {
              while !producer.hasRoom() { sched_yield() }
              producer.commit(header(sampleIndex: index, sampleCount: 0))
            }
          }
        }
      }
    }
    async let consumer: Void = onThread {
      var first = rings[0].takeConsumer()
      var second = rings[1].takeConsumer()
      var next: [Int64] = [0, 0]
      while next != [blockCount, blockCount] {
        let ticket = wakeUp.ticket()
        let blocks = [first.takeSampleIndex(), second.takeSampleIndex()]
        for (source, index) in blocks.enumerated() {
          guard let index else { continue }
          #expect(index == next[source])
          next[source] += 1
        }
        if blocks == [nil, nil] {
          wakeUp.wait(since: ticket, timeoutNanoseconds: WakeUpTests.timeout)
        }
      }
    }
    _ = await (producers, consumer)
    #expect(rings.allSatisfy { $0.overrunCount == 0 })
  }

  @Test("does not sleep past a signal that came after its ticket")
  func signalAfterTicket() {
    let wakeUp = WakeUp()
    for _ in 0..<3000 {
      let ticket = wakeUp.ticket()
      wakeUp.signal()
      wakeUp.wait(since: ticket, timeoutNanoseconds: Self.timeout)
      #expect(wakeUp.ticket() != ticket)
    }
  }

  @Test("comes back without a signal, and with nothing to read")
  func timeOut() {
    let queue = BlockQueue(slotCount: 1)
    for timeout in [Int64.min, 0, 1_000_000, Int64.max] {
      #expect(!queue.wait(timeoutNanoseconds: timeout))
    }
  }

  static let timeout: Int64 = 100_000_000
}

extension SampleConsumer {
  fileprivate mutating func takeSampleIndex() -> Int64? {
    guard let index = header()?.sampleIndex else { return nil }
    release()
    return index
  }

  fileprivate mutating func nextSampleIndex() -> Int64 {
    while true {
      if wait(timeoutNanoseconds: WakeUpTests.timeout), let index = takeSampleIndex() {
        return index
      }
    }
  }
}

/// Runs `body` on a thread of its own, where it may block.
private func onThread(_ body: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread {
      body()
      continuation.resume()
    }
  }
}
