import Alerting
import Foundation
import StationConfiguration
import StationRuntime
import Testing

/// A network among the fixtures, near the linear lines in what it predicts.
enum ScenarioModel: String {
  /// Odds of an earthquake of 10 to 1 in every window.
  case earthquake = "station_earthquake"
  /// Odds of 1 to 10.
  case noise = "station_noise"
  /// The network of the repository, with the policy that a station file without one gives it.
  case shipped = "onsite-1"

  private var sha256: String {
    switch self {
    case .shipped: ""
    case .earthquake: "7b83a1cbb511b2c16574462edc4e855a19873179046bd41da3c23666caeb2ffe"
    case .noise: "3315fe3ca039e671fc1d2af4220bcbd03e14bf2b18256071513f50abbe73a54a"
    }
  }

  /// Key 25 of its messages.
  var hashPrefix: UInt64? { UInt64(sha256.prefix(16), radix: 16) }

  func load(into setup: inout StationSetup) throws {
    if self == .shipped {
      setup = try StationSetup(readingFrom: ScenarioRecord.shippedStationFile)
      return
    }
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/models/\(rawValue).tflite")
    setup.station.modelFile = path.path
    setup.station.modelSha256 = sha256
    setup.modelBytes = Array(try Data(contentsOf: path))
  }
}

/// A station with a learned network.
@Suite("Scenario of a network")
struct ModelScenarios {
  @Test("S40 M 7.1 with a network: warned by its predictions, which name it")
  func network() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave, model: .earthquake)
    station.feed(wave)
    station.finish()
    let alert = try #require(station.seconds(untilLevel: .strong))
    let shaking = try #require(station.tally.firstStrongShakingTime.map(ScenarioStation.seconds))
    #expect(alert < shaking - 3)
    #expect(station.highestPredictedLevel >= .strong)
    let estimates = station.messages.filter { $0.pgvLog10 != nil }
    #expect(!estimates.isEmpty)
    for estimate in estimates {
      #expect(estimate.modelHash == ScenarioModel.earthquake.hashPrefix)
      #expect(estimate.flags?.contains(.fallbackModel) == false)
      #expect((900...925).contains(estimate.earthquakeProbabilityThousandths ?? 0))
      #expect(estimate.distanceLog10 != nil)
    }
    #expect(station.cancels.isEmpty)
  }

  @Test("S41 M 7.1 that a network takes for noise: no predicted level, but every observed one")
  func notAnEarthquake() throws {
    let wave = try Waveform(.ridgecrest)
    let station = try ScenarioStation(for: wave, model: .noise)
    station.feed(wave)
    station.finish()
    #expect(station.highestPredictedLevel == .none)
    #expect(station.alerts.allSatisfy { $0.basis == .observed })
    #expect(station.highestLevel == .severe)
    let alert = try #require(station.seconds(untilLevel: .strong))
    let shaking = try #require(station.tally.firstStrongShakingTime.map(ScenarioStation.seconds))
    #expect(alert >= shaking && alert < shaking + 0.1)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S42 M 3 that a network takes for noise: cancelled as noise within 10 s of its onset")
  func smallNoise() throws {
    let wave = try Waveform(.localM3)
    let station = try ScenarioStation(for: wave, model: .noise)
    station.feed(wave)
    station.finish()
    #expect(station.alerts.isEmpty)
    let cancel = try #require(station.cancels.first)
    #expect(cancel.cancelReason == .noise)
    let onset = try #require(cancel.onsetTime.map(ScenarioStation.seconds))
    let pick = try #require(station.onsetSeconds.first)
    #expect(onset == pick)
    #expect(station.openEvents.isEmpty)
  }

  @Test("S43 the same with the linear fallback: zeros for a model, flag 7, a probability of one")
  func fallback() throws {
    let wave = try Waveform(.localM3)
    let station = try ScenarioStation(for: wave)
    station.feed(wave)
    station.finish()
    let estimates = station.messages.filter { $0.modelHash != nil }
    #expect(!estimates.isEmpty)
    for estimate in estimates {
      #expect(estimate.modelHash == 0)
      #expect(estimate.flags?.contains(.fallbackModel) == true)
      #expect(estimate.earthquakeProbabilityThousandths == 1000)
    }
    #expect(station.cancels.isEmpty)
  }
}
