import Alerting
import Foundation
import SeismicTypes
import StationRuntime
import Testing

/// What happens to sensors, with what the station must make of it.
@Suite("Scenario")
struct SensorScenarios {
  private let gravity = 9.81

  /// A sensor of 10 µm/s² rms that feels gravity, at rest for a minute and a half.
  private func resting(_ motion: (Double) -> [Double] = { _ in [0, 0, 0] }) -> Waveform {
    Waveform(stillSeconds: 90).withNoise(micrometresPerSecondSquared: 10)
      .adding { seconds in
        let extra = motion(seconds)
        return [gravity + extra[0], extra[1], extra[2]]
      }
  }

  private func station(
    _ wave: Waveform, fullScaleCounts: Int32 = 20_000_000
  ) throws -> ScenarioStation {
    let station = try ScenarioStation(for: wave, fullScaleCounts: fullScaleCounts)
    station.feed(wave)
    station.finish()
    return station
  }

  @Test("S10 sensor knocked: a blow of 0.1 s predicts no level above 1")
  func knocked() throws {
    let wave = resting { seconds in
      let time = seconds - 60
      guard time >= 0 else { return [0, 0, 0] }
      let ringing = exp(-time / 0.03) * sin(2 * Double.pi * 22 * time)
      return [2 * ringing, 3 * ringing, ringing]
    }
    let station = try station(wave)
    #expect(station.highestPredictedLevel <= .light)
    #expect(station.openEvents.isEmpty)
    #expect(station.isArmed)
  }

  @Test("S11 sensor dropped: free fall and impact predict nothing, and the station arms again")
  func dropped() throws {
    let wave = resting { seconds in
      let time = seconds - 40
      guard time >= 0 else { return [0, 0, 0] }
      if time < 0.3 { return [-gravity, 0, 0] }
      let bounce = exp(-(time - 0.3) / 0.02) * sin(2 * Double.pi * 20 * (time - 0.3))
      return [15 * bounce, 8 * bounce, 5 * bounce]
    }
    let station = try station(wave)
    #expect(
      station.messages.allSatisfy {
        ($0.basis ?? .observed) == .observed || $0.level == nil || $0.level == AlertLevel.none
      })
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S12 sensor tilted: a lasting step predicts no level above 1",
    arguments: [0.02, 0.07, 0.2, 1, 3])
  func tilted(degrees: Double) throws {
    // Mounted at 45° to gravity, so that the tilt is felt by the vertical and one horizontal alike.
    let step = gravity * sin(degrees * Double.pi / 180) * 0.5.squareRoot()
    let wave = resting { seconds in seconds < 60 ? [0, 0, 0] : [-step, step, 0] }
    let station = try station(wave)
    #expect(station.highestPredictedLevel <= .light)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S13 sensor stuck: a channel that says the same for ever is masked and opens no event")
  func stuck() throws {
    let wave = resting().replacing(from: 40, to: 70) { component, _ in
      component == 0 ? 9_810_000 : 0
    }
    let station = try station(wave)
    #expect(station.alerts.isEmpty)
    #expect(station.highestPredictedLevel == .none)
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S14 sensor clipped: estimates are flagged as clipped lower bounds, and level 3 still comes")
  func clipped() throws {
    let wave = try Waveform(.ridgecrest)
    // Rails at a quarter of g; the record reaches more than half.
    let station = try station(wave, fullScaleCounts: 2_500_000)
    #expect(station.highestLevel >= .strong)
    let estimates = station.messages.filter { $0.type == .estimate || $0.type == .alert }
    let last = try #require(estimates.last { $0.flags?.contains(.clipped) == true })
    #expect(last.flags?.contains(.lowerBound) == true)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S15 gap: half a second lost in the P wave costs no alert, and the estimates are flagged")
  func gap() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave)
    station.feed(wave.cut(from: 0, to: 23))
    station.feed(wave.cut(from: 23.5), missing: 50)
    station.finish()
    #expect(station.tally.missingSampleCount == 50)
    #expect(station.highestLevel >= .strong)
    #expect(station.messages.contains { $0.flags?.contains(.gapInWindow) == true })
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S16 clock step: counts go on, times follow the new clock, and the station stays armed",
    arguments: [-3_600, -1, 1, 86_400] as [Int64])
  func clockStep(seconds: Int64) throws {
    let wave = try Waveform(.ridgecrest).after(noiseSeconds: 80, mirroring: 10)
    let station = try ScenarioStation(for: wave)
    station.feed(wave.cut(from: 0, to: 40))
    #expect(station.isArmed)
    station.clockOffsetNanoseconds = seconds * 1_000_000_000
    station.feed(wave.cut(from: 40, to: 41))
    #expect(station.isArmed)
    station.feed(wave.cut(from: 41, to: 80))
    #expect(station.tally.clockStepCount == 1)
    #expect(station.isArmed)
    station.feed(wave.cut(from: 80))
    station.finish()
    #expect(station.onsetSeconds.contains { abs($0 - Double(seconds) - 100) < 0.3 })
    #expect(station.highestLevel >= .strong)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S17 leap second: a second inserted in the P wave ends no event and hides no earthquake")
  func leapSecond() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave)
    station.feed(wave.cut(from: 0, to: 21))
    station.clockOffsetNanoseconds = -1_000_000_000
    station.feed(wave.cut(from: 21))
    station.finish()
    #expect(station.tally.clockStepCount == 1)
    #expect(station.highestLevel >= .strong)
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S18 ring overrun: what the ring dropped is a gap of its true length, and the station goes on")
  func ringOverrun() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave)
    station.feed(wave.cut(from: 0, to: 12))
    let dropped = station.feedUnattended(wave.cut(from: 12, to: 18), slotCount: 16)
    #expect(dropped > 0)
    #expect(station.tally.missingSampleCount == Int64(dropped) * 10)
    station.feed(wave.cut(from: 18))
    station.finish()
    #expect(station.highestLevel >= .strong)
    #expect(station.openEvents.isEmpty)
  }

  @Test(
    "S19 dead horizontal: the estimate goes on from what is left, as a lower bound")
  func deadHorizontal() throws {
    // A horizontal is given up after half a quiet minute without the ground's noise.
    let wave = try Waveform(.ridgecrest).after(noiseSeconds: 60, mirroring: 10)
    let whole = try station(wave, fullScaleCounts: .max)
    let lame = try station(
      wave.replacing(from: 0, to: 120) { component, count in component == 1 ? 0 : count },
      fullScaleCounts: .max)
    #expect(lame.highestLevel >= .strong)
    let predicted = try #require(lame.messages.first { $0.pgvLog10 != nil })
    let reference = try #require(whole.messages.first { $0.pgvLog10 != nil })
    #expect(predicted.flags?.contains(.lowerBound) == true)
    #expect((predicted.pgvLog10?.sigma ?? 0) >= (reference.pgvLog10?.sigma ?? 0))
  }

  @Test("S20 single component: a vertical alone picks, predicts and alerts, flagged as such")
  func singleComponent() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave, isSingleComponent: true)
    station.feed(wave)
    station.finish()
    #expect(station.highestLevel >= .strong)
    let estimates = station.messages.filter { $0.type == .estimate || $0.type == .alert }
    #expect(!estimates.isEmpty)
    #expect(estimates.allSatisfy { $0.flags?.contains(.singleComponent) == true })
  }
}
