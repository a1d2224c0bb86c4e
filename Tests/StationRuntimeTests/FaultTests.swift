import Alerting
import Foundation
import SeismicTypes
import StationRuntime
import Testing

/// What a fault of the sensor may cost: no level that nobody felt.
@Suite("A sensor's fault")
struct FaultTests {
  /// One milli-g in the bench's counts of 1 µm/s².
  private static let milliG = 9806.65

  /// A minute of noise, the fault, and half a minute after it.
  private func bench(
    hertz: Int64 = 100, noiseCounts: Int = 200,
    _ fault: (Double) -> (Double, Double, Double)
  ) throws -> PipelineBench {
    let bench = try PipelineBench(noiseCounts: noiseCounts, hertz: hertz)
    bench.feed(seconds: 30)
    bench.feed(seconds: 40, fault)
    return bench
  }

  private func highestLevel(_ bench: PipelineBench) -> AlertLevel {
    bench.messages.compactMap { $0.level }.max() ?? .none
  }

  @Test(
    "a lasting tilt of the vertical predicts and observes no level 2",
    arguments: [0.02, 0.1, 1, 2, 4, 10, 50, 500], [20, 50, 100, 200] as [Int64])
  func tiltStep(milliG: Double, hertz: Int64) throws {
    let bench = try bench(hertz: hertz) { _ in (milliG * Self.milliG, 0, 0) }
    #expect(highestLevel(bench) < .moderate)
  }

  @Test(
    "a tilt that takes its time predicts and observes no level 2",
    arguments: [1, 4, 10, 50, 500], [0.03, 0.1, 0.3, 0.5, 1, 2])
  func tiltRamp(milliG: Double, seconds: Double) throws {
    let bench = try bench { (milliG * Self.milliG * min(1, $0 / seconds), 0, 0) }
    #expect(highestLevel(bench) < .moderate)
  }

  @Test("a tilt of the horizontals alerts nobody", arguments: [1, 10, 50, 500] as [Double])
  func horizontalTilt(milliG: Double) throws {
    let bench = try bench { _ in (0, milliG * Self.milliG, -milliG * Self.milliG) }
    #expect(highestLevel(bench) < .moderate)
  }

  @Test("a tilt's pick is withdrawn as a sensor fault", arguments: [1, 4, 50] as [Double])
  func tiltIsCancelled(milliG: Double) throws {
    // Rounded off, so that it is no jump of one sample.
    let bench = try bench { (milliG * Self.milliG * min(1, $0 / 0.05), 0, 0) }
    let picks = bench.messages.count { $0.type == .pick }
    let cancels = bench.messages.count { $0.cancelReason == .sensorFault }
    #expect(picks == cancels)
    #expect(!bench.messages.contains { $0.pgvLog10 != nil })
  }

  @Test(
    "spikes of one to three samples alert nobody", arguments: [1, 2, 3],
    [20, 50, 100, 200, 500] as [Int64])
  func spikes(length: Int, hertz: Int64) throws {
    for milliG in [10, 100, 1000, 2000] as [Double] {
      let bench = try bench(hertz: hertz) {
        $0 < (Double(length) - 0.5) / Double(hertz) ? (milliG * Self.milliG, 0, 0) : (0, 0, 0)
      }
      #expect(bench.messages.isEmpty, "\(milliG) mg")
    }
  }

  @Test(
    "trains of spikes alert nobody", arguments: [2, 3, 7, 10], [20, 50, 100, 250] as [Int64])
  func trains(period: Int, hertz: Int64) throws {
    for milliG in [10, 100, 2000] as [Double] {
      let bench = try bench(hertz: hertz) { seconds in
        let sample = Int((seconds * Double(hertz)).rounded())
        return sample % period == 0 && seconds < 5 ? (milliG * Self.milliG, 0, 0) : (0, 0, 0)
      }
      #expect(highestLevel(bench) < .moderate, "\(milliG) mg")
    }
  }

  @Test("an earthquake five seconds after a spike is predicted as without it")
  func earthquakeAfterSpike() throws {
    let alone = try bench { $0 < 5 ? (0, 0, 0) : earthquake(at: $0 - 5) }
    let after = try bench {
      if $0 < 0.025 { return (2000 * Self.milliG, 0, 0) }
      return $0 < 5 ? (0, 0, 0) : earthquake(at: $0 - 5)
    }
    #expect(firstStrong(after) == firstStrong(alone))
  }

  @Test(
    "an earthquake four seconds after a tilt is predicted as without it",
    arguments: [(2, 0.05), (50, 0)])
  func earthquakeAfterTilt(milliG: Double, riseSeconds: Double) throws {
    let alone = try bench { $0 < 4 ? (0, 0, 0) : earthquake(at: $0 - 4) }
    let after = try bench {
      let wave = $0 < 4 ? (0, 0, 0) : earthquake(at: $0 - 4)
      let share = riseSeconds > 0 ? min(1, $0 / riseSeconds) : 1
      return (wave.0 + milliG * Self.milliG * share, wave.1, wave.2)
    }
    let delay = try #require(firstStrong(after)) - #require(firstStrong(alone))
    #expect(delay.magnitude <= 500_000_000)
  }

  /// When level 3 was first reached, as data time.
  private func firstStrong(_ bench: PipelineBench) -> Int64? {
    bench.messages.first { ($0.level ?? .none) >= .strong }?.sampleTime?.nanoseconds
  }

  @Test("a knock that rings out is predicted as nothing", arguments: [8.0, 20, 40], [0.05, 0.1])
  func knock(hertz: Double, decaySeconds: Double) throws {
    for milliG in [50, 500, 2000] as [Double] {
      let bench = try bench(hertz: 200) {
        let phase = 2 * Double.pi * hertz * $0
        let ring = milliG * Self.milliG * exp(-$0 / decaySeconds) * sin(phase)
        return (ring, 0.7 * ring, 0.5 * ring)
      }
      // What it really moved the sensor by is observed.
      #expect(!bench.messages.contains { $0.pgvLog10 != nil }, "\(milliG) mg")
    }
  }

  @Test("a channel stuck at rest, at the rail or elsewhere alerts nobody")
  func stuck() throws {
    for value in [0, 8_388_607, -8_388_608, 3_000_000] as [Double] {
      let bench = try PipelineBench(fullScaleCounts: 8_388_607, noiseCounts: 200)
      bench.feed(seconds: 30)
      bench.silentChannels = [0]
      bench.feed(seconds: 20) { _ in (value, 0, 0) }
      bench.silentChannels = []
      bench.feed(seconds: 40)
      #expect(highestLevel(bench) < .moderate, "stuck at \(value)")
    }
  }
}
