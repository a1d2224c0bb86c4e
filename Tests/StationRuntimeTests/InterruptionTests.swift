import Alerting
import SeismicTypes
import StationRuntime
import Testing

@Suite("A source that falls silent")
struct InterruptionTests {
  @Test("ends its open event with a final estimate of its last sample and disarms the trigger")
  func finalEstimate() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    let last = bench.sampleIndex - 1
    bench.interrupt()
    let final = try #require(bench.messages.last)
    #expect(final.type == .estimate)
    #expect(final.flags?.contains(.final) == true)
    #expect(final.sampleTime == Timestamp(nanoseconds: last * 10_000_000))
    #expect(!bench.isArmed)
  }

  @Test("says nothing without an event, and nothing twice")
  func quiet() throws {
    let bench = try PipelineBench()
    bench.interrupt()
    bench.feed(seconds: 30)
    bench.interrupt()
    #expect(bench.messages.isEmpty)
    bench.feed(seconds: 30)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    bench.interrupt()
    let count = bench.messages.count
    bench.interrupt()
    #expect(bench.messages.count == count)
  }

  @Test("takes the next earthquake once it is back and warm")
  func recovery() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 30)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    bench.interrupt()
    bench.feed(seconds: 40, flags: .followsGap, missing: 2000)
    #expect(bench.isArmed)
    let events = bench.tally.eventCount
    bench.feed(seconds: 5) { earthquake(at: $0) }
    #expect(bench.tally.eventCount == events + 1)
  }

  @Test("carries the clock error of its blocks to its messages")
  func clockError() throws {
    let bench = try PipelineBench()
    bench.clockErrorMicroseconds = 1234
    bench.feed(seconds: 30)
    bench.feed(seconds: 5) { earthquake(at: $0) }
    #expect(bench.messages.allSatisfy { $0.sampleClockErrorMicroseconds == 1234 })
    #expect(!bench.messages.isEmpty)
  }
}
