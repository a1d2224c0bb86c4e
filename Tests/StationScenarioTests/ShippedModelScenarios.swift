import Alerting
import Foundation
import SeismicTypes
import StationRuntime
import Testing

/// `Boards/models/onsite-1.tflite` itself, under its default policy.
@Suite("Scenario of the shipped network")
struct ShippedModelScenarios {
  private func station(
    _ wave: Waveform, fullScaleCounts: Int32 = .max
  ) throws -> ScenarioStation {
    let station = try ScenarioStation(
      for: wave, fullScaleCounts: fullScaleCounts, model: .shipped)
    station.feed(wave)
    station.finish()
    #expect(station.openEvents.isEmpty)
    return station
  }

  @Test("S50 M 7.1 at 34 km and M 6.4 at 9 km: warned before the shaking")
  func strong() throws {
    for record in [ScenarioRecord.ridgecrest, .ferndale] {
      let station = try station(try Waveform(record))
      let alert = try #require(station.seconds(untilLevel: .strong))
      let shaking = try #require(station.tally.firstStrongShakingTime.map(ScenarioStation.seconds))
      #expect(alert < shaking - 1)
      #expect(station.highestPredictedLevel >= .strong)
      #expect(station.cancels.isEmpty)
      #expect(station.messages.allSatisfy { $0.flags?.contains(.fallbackModel) != true })
    }
  }

  @Test(
    "S51 teleseism: no predicted level above 1, at any rate, however large",
    arguments: [20, 50, 100] as [Double])
  func teleseism(hertz: Double) throws {
    for metresPerSecond in [0.0003, 0.003, 0.01] {
      let wave = Waveform(stillSeconds: 150, hertz: hertz)
        .withNoise(micrometresPerSecondSquared: 5)
        .adding { seconds in
          let time = seconds - 60
          guard time > 0 else { return [0, 0, 0] }
          let omega = 2 * Double.pi / 12
          let long = metresPerSecond * omega * min(1, time / 30) * sin(omega * time)
          let edge = 2e-4 * exp(-time / 4) * sin(2 * Double.pi * 2.5 * time)
          return [long + edge, 0.2 * long + 0.3 * edge, 0.2 * long + 0.3 * edge]
        }
      let station = try station(wave)
      #expect(!station.picks.isEmpty)
      #expect(station.highestPredictedLevel <= .light, "\(metresPerSecond) m/s")
    }
  }

  @Test(
    "S52 M 7.6 at 328 km, which shook with 1.7 cm/s: no predicted level above 1",
    .enabled(if: ScenarioRecord.kocaeli.isPresent, "no demo records at ../shared/data"))
  func kocaeli() throws {
    let station = try station(try Waveform(.kocaeli))
    #expect(!station.picks.isEmpty)
    #expect(station.highestPredictedLevel <= .light)
  }

  @Test("S53 quarry blast and M 3: no alert")
  func small() throws {
    for record in [ScenarioRecord.quarryBlast, .localM3] {
      #expect(try station(try Waveform(record)).highestLevel == .none)
    }
  }

  @Test(
    "S54 knocks on the mount: no predicted level above 1",
    arguments: [0.3, 1, 3] as [Double], [8, 22, 40] as [Double])
  func knocked(metresPerSecondSquared: Double, hertz: Double) throws {
    let wave = Waveform(stillSeconds: 90).withNoise(micrometresPerSecondSquared: 10)
      .adding { seconds in
        let time = seconds - 60
        guard time >= 0 else { return [9.81, 0, 0] }
        let ringing =
          metresPerSecondSquared * exp(-time / 0.03) * sin(2 * Double.pi * hertz * time)
        return [9.81 + 0.7 * ringing, ringing, 0.3 * ringing]
      }
    let station = try station(wave, fullScaleCounts: 20_000_000)
    #expect(station.highestPredictedLevel <= .light)
    #expect(station.isArmed)
  }

  @Test("S55 M 5 and 10 s later M 7.1: level 3 at most 1 s later than if it came alone")
  func foreshock() throws {
    let strong = try Waveform(.ridgecrest).withoutOffset(over: 15)
    let alone = try station(strong)
    let wanted = try #require(alone.seconds(untilLevel: .strong))
    let both = strong.adding(strong.cut(from: 10), at: 0, times: 0.01)
    let found = try #require(try station(both).seconds(untilLevel: .strong))
    #expect(found <= wanted + 1)
  }
}
