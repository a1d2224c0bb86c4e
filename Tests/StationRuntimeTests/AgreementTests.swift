import Alerting
import Testing

@Suite("Agreement of the channels")
struct AgreementTests {
  private static func flags(of messages: [AlertMessage]) -> [Bool] {
    messages.compactMap { $0.flags?.contains(.unconfirmed) }
  }

  @Test("confirms an earthquake that the horizontals feel, in the pick itself")
  func confirmed() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 20)
    bench.feed(seconds: 10) { earthquake(at: $0) }
    #expect(bench.messages.first?.type == .pick)
    #expect(Self.flags(of: bench.messages).allSatisfy { !$0 })
  }

  @Test("sends the pick of the vertical alone at once, unconfirmed to the end")
  func unconfirmed() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 20)
    bench.feed(seconds: 10) { (earthquake(at: $0, sAfter: 60).0, 0, 0) }
    #expect(bench.messages.first?.type == .pick)
    #expect(bench.messages.count > 3)
    #expect(Self.flags(of: bench.messages).allSatisfy { $0 })
  }

  @Test("clears the flag in a later revision when the horizontals follow within half a second")
  func clearedLater() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 20)
    bench.feed(seconds: 10) { seconds in
      let vertical = earthquake(at: seconds, sAfter: 60).0
      return (vertical, seconds > 0.4 ? vertical : 0, 0)
    }
    let flags = Self.flags(of: bench.messages)
    #expect(flags.first == true)
    #expect(flags.dropFirst().last == false)
    #expect(flags.firstIndex(of: false) ?? 99 <= 2)
  }

  @Test("leaves it unconfirmed when they follow only with the S wave")
  func tooLate() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 20)
    bench.feed(seconds: 10) { seconds in
      let (vertical, north, east) = earthquake(at: seconds, sAfter: 3)
      return seconds < 3 ? (vertical, 0, 0) : (vertical, north, east)
    }
    #expect(Self.flags(of: bench.messages).allSatisfy { $0 })
  }
}
