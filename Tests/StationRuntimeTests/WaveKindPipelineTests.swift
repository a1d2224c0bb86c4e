import Alerting
import Foundation
import SeismicTypes
import StationRuntime
import Testing

/// P wave, S wave and distant earthquake through the whole pipeline.
@Suite("A pipeline that tells waves apart")
struct WaveKindPipelineTests {
  @Test("tells of the S wave in an earthquake's window, and of its intensity")
  func earthquakeWithS() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 40)
    bench.feed(seconds: 60) { earthquake(at: $0) }
    let results = bench.messages.filter { $0.type == .estimate || $0.type == .alert }
    let before = results.filter { ($0.windowLengthMilliseconds ?? 0) < 4_000 }
    let after = results.filter { ($0.windowLengthMilliseconds ?? 0) >= 6_000 }
    #expect(!before.isEmpty && !after.isEmpty)
    #expect(before.allSatisfy { $0.flags?.contains(.sWaveInWindow) == false })
    #expect(after.allSatisfy { $0.flags?.contains(.sWaveInWindow) == true })
    #expect(results.allSatisfy { $0.flags?.contains(.sOnsetSuspected) == false })
    // 300 gal at 1.5 Hz on two components for seconds: lower 6 on JMA's scale.
    let last = try #require(results.last?.intensity?.jmaTenths)
    #expect((50...65).contains(last), "\(last)")
    let known = results.compactMap(\.intensity?.jmaTenths).filter { $0 != -999 }
    #expect(known == known.sorted())
  }

  @Test("gives observed shaking only where S comes first")
  func sFirst() throws {
    let bench = try PipelineBench()
    bench.feed(seconds: 40)
    bench.feed(seconds: 60) { seconds in
      let s = 400_000 * exp(-seconds / 10) * sin(2 * Double.pi * 3 * seconds)
      return (s / 6, s, s / 2)
    }
    #expect(bench.messages.contains { $0.type == .pick })
    let results = bench.messages.filter { $0.type == .estimate || $0.type == .alert }
    #expect(!results.isEmpty)
    for result in results {
      #expect(result.pgvLog10 == nil && result.magnitude == nil && result.tauCMilliseconds == nil)
      #expect(result.basis == .observed)
    }
    let last = try #require(results.last)
    #expect(last.flags?.contains([.sOnsetSuspected, .sWaveInWindow]) == true)
    #expect(last.level == .moderate)
  }

  @Test("predicts no more than light shaking from a distant earthquake")
  func teleseism() throws {
    let bench = try PipelineBench(noiseCounts: 2)
    bench.feed(seconds: 40)
    bench.feed(seconds: 60) { seconds in
      let rise = min(1, seconds / 2)
      let p =
        rise * (300 * sin(Double.pi * seconds) + 60 * sin(2 * Double.pi * 2 * seconds))
      return (p, p / 4, p / 8)
    }
    let results = bench.messages.filter { $0.type == .estimate || $0.type == .alert }
    #expect(results.contains { $0.flags?.contains(.teleseismSuspected) == true })
    #expect(results.allSatisfy { ($0.level ?? .none) <= .light })
  }
}
