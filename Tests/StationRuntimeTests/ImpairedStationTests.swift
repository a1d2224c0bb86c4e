import Alerting
import OnsiteModel
import SeismicTypes
import StationRuntime
import Testing

@Suite("An impaired station")
struct ImpairedStationTests {
  /// The first messages with a prediction from the same window, of at least a second, of two benches.
  private func predictions(
    _ first: PipelineBench, _ second: PipelineBench
  ) throws -> (AlertMessage, AlertMessage) {
    for message in first.messages
    where message.pgvLog10 != nil && (message.windowLengthMilliseconds ?? 0) >= 1_000 {
      let same = second.messages.first {
        $0.pgvLog10 != nil && $0.windowLengthMilliseconds == message.windowLengthMilliseconds
      }
      if let same { return (message, same) }
    }
    throw MissingPrediction()
  }

  private struct MissingPrediction: Error {}

  private func earthquakeBench(
    fullScaleCounts: Int32 = .max, missing: Int64 = 0
  ) throws -> PipelineBench {
    let bench = try PipelineBench(fullScaleCounts: fullScaleCounts)
    bench.feed(seconds: 30)
    bench.feed(seconds: 0.5) { earthquake(at: $0) }
    let gap = Double(missing) / 100
    bench.feed(seconds: 10, flags: missing > 0 ? .followsGap : [], missing: missing) {
      earthquake(at: 0.5 + gap + $0)
    }
    return bench
  }

  @Test("says that a clipped estimate is a lower bound, and less sure")
  func clipped() throws {
    let (whole, clipped) = try predictions(
      earthquakeBench(), earthquakeBench(fullScaleCounts: 150_000))
    let flags = try #require(clipped.flags)
    #expect(flags.contains(.clipped) && flags.contains(.lowerBound))
    let pgv = try #require(whole.pgvLog10)
    let clippedPgv = try #require(clipped.pgvLog10)
    #expect(clippedPgv.mean < pgv.mean)
    // √(sigma² + 0.22²).
    #expect(clippedPgv.sigma == root(pgv.sigma, 220))
    #expect(clipped.magnitude?.sigma == root(try #require(whole.magnitude).sigma, 330))
  }

  @Test("says that an estimate over a bridged gap is less sure")
  func gap() throws {
    let (whole, bridged) = try predictions(earthquakeBench(), earthquakeBench(missing: 5))
    #expect(bridged.flags?.contains(.gapInWindow) == true)
    #expect(bridged.pgvLog10?.sigma == root(try #require(whole.pgvLog10).sigma, 150))
  }

  @Test("goes on with one horizontal, or none, and says so", arguments: [1, 2])
  func deadHorizontals(count: Int) throws {
    let bench = try PipelineBench()
    bench.silentChannels = count == 1 ? [1] : [1, 2]
    bench.feed(seconds: 60)
    #expect(bench.deadComponents.rawValue == (count == 1 ? 2 : 6))
    bench.feed(seconds: 10) { seconds in
      let wave = earthquake(at: seconds)
      return (wave.0, 0, count == 1 ? wave.2 : 0)
    }
    let (whole, message) = try predictions(earthquakeBench(), bench)
    #expect(message.flags?.contains(.lowerBound) == (count == 1))
    #expect(message.flags?.contains(.singleComponent) == (count == 2))
    // The noise beside it is another.
    let difference = try #require(message.pgvLog10).mean - #require(whole.pgvLog10).mean
    #expect(difference.magnitude <= 10)
    let sigma = try #require(whole.magnitude).sigma
    #expect(message.magnitude?.sigma == root(sigma, count == 1 ? 70 : 200))
    // The channel comes back.
    bench.silentChannels = []
    bench.feed(seconds: 120)
    #expect(bench.deadComponents.rawValue == 0)
  }

  private func root(_ sigma: Int32, _ added: Int32) -> Int32 {
    Int32(Double(sigma * sigma + added * added).squareRoot())
  }

  @Test("measures the smallest PGV it can predict, and first takes the board file's word")
  func smallestPredictable() throws {
    // ±26,500 µm/s² at 100 Hz are 221 µg/√Hz.
    let bench = try PipelineBench(
      noiseCounts: 26_500,
      expectedNoisePdPicometres: PredictionLimit.noisePdPicometres(
        densityMicrometresPerSecondSquaredPerRootHertz: 22.5 * 9.80665))
    #expect(bench.smallestPredictablePgv == 415)
    bench.feed(seconds: 120)
    let measured = try #require(bench.smallestPredictablePgv)
    // 20.5 cm/s.
    #expect((1_100...1_500).contains(measured))
  }

  @Test("predicts nothing below it, and warns by what it observes")
  func tooNoisyToPredict() throws {
    let bench = try PipelineBench(noiseCounts: 26_500)
    bench.feed(seconds: 120)
    // 4.4 cm/s, well below what noise of 221 µg/√Hz lets it predict.
    bench.feed(seconds: 30) { earthquake(at: $0, peak: 400_000) }
    let smallest = try #require(bench.smallestPredictablePgv)
    #expect(bench.messages.allSatisfy { ($0.pgvLog10?.mean ?? .max) >= smallest })
    let alert = try #require(bench.messages.first { ($0.level ?? .none) >= .moderate })
    #expect(alert.basis == .observed && alert.pgvLog10 == nil)
  }
}
