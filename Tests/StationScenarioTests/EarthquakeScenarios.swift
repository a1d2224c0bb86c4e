import Alerting
import Foundation
import StationRuntime
import Testing

/// Ground motion of every kind, with what the station must make of it.
@Suite("Scenario")
struct EarthquakeScenarios {
  @Test("S01 quiet day: noise of a real sensor opens at most one event an hour and alerts nobody")
  func quietDay() throws {
    let noise = try Waveform(.quietSensor)
    let hours = ProcessInfo.processInfo.environment["FIRSTBREAK_TIER"] == "full" ? 24.0 : 1
    let day = noise.after(noiseSeconds: hours * 3_600, mirroring: 120)
    let station = try ScenarioStation(for: day)
    station.feed(day)
    station.finish()
    #expect(station.alerts.isEmpty)
    #expect(Double(station.picks.count) <= hours)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S02 local M 3: one pick within 0.3 s of the P wave and no level, for nobody is in danger")
  func localM3() throws {
    let wave = try Waveform(.localM3)
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    #expect(station.picks.count == 1)
    #expect(station.onsetSeconds.contains { abs($0 - ScenarioRecord.localM3.pSeconds) < 0.3 })
    #expect(station.highestLevel == .none)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S03 M 7.1 at 34 km: level 3 before 8.18 cm/s, then level 4, and the shaking as observed")
  func nearFieldM7() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    let alert = try #require(station.seconds(untilLevel: .strong))
    let shaking = try #require(station.tally.firstStrongShakingTime.map(ScenarioStation.seconds))
    #expect(alert < shaking - 3)
    #expect(station.highestLevel == .severe)
    let last = try #require(station.messages.last)
    #expect((700_000...770_000).contains(last.observed?.pgvMicrometresPerSecond ?? 0))
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S04 teleseism: a long-period P wave predicts no level above 1 and is suspected for what it is",
    arguments: [20, 50, 100] as [Double])
  func teleseism(hertz: Double) throws {
    // M 8 or so far away: 0.3 cm/s at 12 s, growing over half a minute, with an emergent 1 Hz edge
    // that triggers.
    let wave = Waveform(stillSeconds: 150, hertz: hertz)
      .withNoise(micrometresPerSecondSquared: 5)
      .adding { seconds in
        let time = seconds - 60
        guard time > 0 else { return [0, 0, 0] }
        let period = 12.0
        let omega = 2 * Double.pi / period
        let growth = min(1, time / 30)
        let long = 0.003 * omega * growth * sin(omega * time)
        let edge = 2e-4 * exp(-time / 4) * sin(2 * Double.pi * 2.5 * time)
        return [long + edge, 0.2 * long + 0.3 * edge, 0.2 * long + 0.3 * edge]
      }
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    #expect(!station.picks.isEmpty)
    #expect(station.highestPredictedLevel <= .light)
    #expect(station.messages.contains { $0.flags?.contains(.teleseismSuspected) == true })
    #expect(station.openEvents.isEmpty)
  }

  @Test("S05 quarry blast: no alert; a pick is allowed, for it is a P wave")
  func quarryBlast() throws {
    let wave = try Waveform(.quarryBlast)
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    #expect(station.picks.count <= 2)
    #expect(station.highestLevel == .none)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S06 S first: a window that begins at the S wave reports shaking and predicts nothing")
  func sFirst() throws {
    // The M 7.1 without its P wave: the sensor was asleep until shortly before the S wave.
    let quake = try Waveform(.ridgecrest)
    let noise = quake.cut(from: 0, to: 15)
    let wave = Waveform(stillSeconds: 60)
      .adding(noise.after(noiseSeconds: 45, mirroring: 15), at: 0)
      .adding(Self.localSWave, at: 30)
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    #expect(!station.messages.isEmpty)
    #expect(station.messages.contains { $0.flags?.contains(.sOnsetSuspected) == true })
    #expect(station.messages.allSatisfy { $0.type == .pick || $0.pgvLog10 == nil })
    #expect(station.openEvents.isEmpty)
  }

  /// Twenty seconds of shaking that lies in the horizontals: 4 Hz, 0.3 m/s² at most.
  private static let localSWave = Waveform(stillSeconds: 20).adding { seconds in
    let growth = min(1, seconds / 0.3) * exp(-seconds / 6)
    let carrier = sin(2 * Double.pi * 4 * seconds + 0.4)
    return [0.02 * growth * carrier, 0.3 * growth * carrier, 0.18 * growth * carrier]
  }

  @Test("S07 P hidden in noise: the S wave of a strong event still alerts on what is observed")
  func pHiddenInNoise() throws {
    let quake = try Waveform(.ferndale).withoutOffset(over: 15)
    // Machinery beside the sensor: 8 Hz, louder than the first seconds of the P wave.
    let wave = quake.adding { seconds in
      let hum = 0.6 * sin(2 * Double.pi * 8 * seconds)
      return [hum, 0.7 * hum, 0.5 * hum]
    }
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    #expect(station.highestLevel >= .strong)
    let alert = try #require(station.seconds(untilLevel: .strong))
    let shaking = try #require(station.tally.firstStrongShakingTime.map(ScenarioStation.seconds))
    #expect(alert <= shaking + 0.2)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S08 two events in one window: the strong one behind the weak one is not hidden by it")
  func twoEventsInOneWindow() throws {
    let strong = try Waveform(.ridgecrest).withoutOffset(over: 15)
    let alone = try ScenarioStation(for: strong)
    alone.feed(strong)
    let wanted = try #require(alone.seconds(untilLevel: .strong))
    // A hundredth of itself, two seconds before.
    let both = strong.adding(strong.cut(from: 2), at: 0, times: 0.01)
    let station = try ScenarioStation(for: both)
    station.feed(both)
    station.finish()
    let found = try #require(station.seconds(untilLevel: .strong))
    #expect(found <= wanted + 1)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S21 noise that grows tenfold 20 s before an M 7.1 delays its level 3 by at most a second")
  func growingNoise() throws {
    let wave = try Waveform(.ridgecrest).withoutOffset(over: 15)
    let alone = try ScenarioStation(for: wave)
    alone.feed(wave)
    let wanted = try #require(alone.seconds(untilLevel: .strong))
    let calm = Waveform(stillSeconds: 40).withNoise(micrometresPerSecondSquared: 10)
    let station = try ScenarioStation(for: wave)
    station.feed(calm)
    station.feed(wave)
    station.finish()
    let found = try #require(station.seconds(untilLevel: .strong))
    #expect(found - 40 <= wanted + 1)
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S09 aftershock sequence: 25 minutes of dense aftershocks are picked one by one",
    .enabled(if: ScenarioRecord.aftershocks.isPresent, "no demo records at ../shared/data"))
  func aftershocks() throws {
    let wave = try Waveform(.aftershocks)
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    #expect(station.picks.count >= 20)
    #expect(station.messages.contains { $0.flags?.contains(.inCoda) == true })
    #expect(station.openEvents.isEmpty)
  }
}
