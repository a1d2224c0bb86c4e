import Alerting
import Foundation
import SeismicTypes
import Testing

/// The merge rule of decision 0016, message by message.
struct SensorCoincidenceTests {
  /// Sensors whose messages a test makes up; times are in milliseconds.
  private final class Station {
    var coincidence: SensorCoincidence

    init(_ sensorCount: Int, agreementMilliseconds: Int64 = 500) {
      coincidence = SensorCoincidence(
        sensorCount: sensorCount, agreementMilliseconds: agreementMilliseconds,
        longestSilenceMilliseconds: 2_000)
    }

    private func time(_ milliseconds: Int64) -> Timestamp {
      Timestamp(nanoseconds: milliseconds * 1_000_000)
    }

    func reach(_ milliseconds: Int64, sensors: [Int], isUsable: Bool = true) {
      for sensor in sensors {
        coincidence.note(sensor: sensor, newestTime: time(milliseconds), isUsable: isUsable)
      }
    }

    func send(
      _ type: MessageType, from sensor: Int, event: UInt64 = 0, onset: Int64, at now: Int64,
      level: AlertLevel? = nil, flags: AlertFlags = .unconfirmed
    ) -> AlertMessage? {
      var message = AlertMessage(type: type)
      message.groupIndex = sensor
      message.event = event
      message.onsetTime = time(onset)
      if case .cancel = type { return coincidence.merge(message) }
      message.sampleTime = time(now)
      message.level = level
      message.flags = flags
      message.sensors = TriggeringSensors(
        channel: ShortText("sensor\(sensor)/HNZ") ?? ShortText(), agreeingCount: 1,
        availableCount: 1)
      return coincidence.merge(message)
    }
  }

  @Test func twoSensorsThatAgreeSendOneEvent() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    let pick = try #require(station.send(.pick, from: 0, onset: 900, at: 1_100))
    #expect(pick.event == 0 && pick.revision == 0)
    #expect(pick.sensors?.agreeingCount == 1 && pick.sensors?.availableCount == 2)
    #expect(pick.flags?.contains(.unconfirmed) == true)
    #expect(station.send(.pick, from: 1, onset: 950, at: 1_200) == nil)
    let estimate = try #require(
      station.send(.estimate, from: 0, onset: 900, at: 1_400, level: AlertLevel.none))
    #expect(estimate.event == 0 && estimate.revision == 1)
    #expect(estimate.sensors?.agreeingCount == 2 && estimate.sensors?.availableCount == 2)
    #expect(estimate.flags?.contains(.unconfirmed) == false)
    #expect(station.send(.estimate, from: 1, onset: 950, at: 1_450, level: AlertLevel.none) == nil)
    #expect(station.coincidence.eventCount == 1)
  }

  @Test func aSensorThatAgreesAfterTheFirstEstimateIsReportedAtOnce() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    let first = try #require(
      station.send(.alert, from: 0, onset: 900, at: 1_400, level: .moderate))
    #expect(first.flags?.contains(.unconfirmed) == true)
    let renewed = try #require(station.send(.pick, from: 1, onset: 1_300, at: 1_500))
    #expect(renewed.type == .estimate && renewed.revision == 2 && renewed.level == .moderate)
    #expect(renewed.flags?.contains(.unconfirmed) == false)
    #expect(renewed.sensors?.agreeingCount == 2)
  }

  @Test func anOnsetBeyondTheAgreementTimeJoinsButDoesNotAgree() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    #expect(station.send(.pick, from: 1, onset: 1_401, at: 1_600) == nil)
    let estimate = try #require(
      station.send(.estimate, from: 0, onset: 900, at: 1_700, level: AlertLevel.none))
    #expect(estimate.sensors?.agreeingCount == 1)
    #expect(estimate.flags?.contains(.unconfirmed) == true)
    #expect(station.coincidence.eventCount == 1)
  }

  @Test(arguments: [[0, 1], [1, 0]])
  func theEarlierInDataTimeLeadsWhateverArrivesFirst(order: [Int]) throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    let openedAt: [Int64] = [1_150, 1_100]
    for sensor in order { _ = station.send(.pick, from: sensor, onset: 900, at: openedAt[sensor]) }
    var leaders: [String] = []
    for sensor in [0, 1] {
      let message = station.send(
        .estimate, from: sensor, onset: 900, at: 1_400, level: AlertLevel.none)
      if let message { leaders.append(message.sensors?.channel.string ?? "") }
    }
    #expect(leaders == ["sensor1/HNZ"])
  }

  @Test func anotherSensorsHigherLevelIsNotHeldBack() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(.alert, from: 0, onset: 900, at: 1_400, level: .light)
    station.reach(5_000, sensors: [0, 1])
    let strong = try #require(
      station.send(.alert, from: 1, onset: 5_000, at: 5_100, level: .strong))
    #expect(strong.type == .alert && strong.event == 0 && strong.level == .strong)
    #expect(strong.sensors?.channel.string == "sensor1/HNZ")
    // The level never falls, and what has been said once is no alert again.
    let next = try #require(station.send(.alert, from: 0, onset: 900, at: 5_200, level: .moderate))
    #expect(next.type == .estimate && next.level == .strong)
  }

  @Test func theLeadersEndEndsTheEventAndStragglersOpenNone() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(.pick, from: 1, onset: 950, at: 1_150)
    let final = try #require(
      station.send(
        .estimate, from: 0, onset: 900, at: 31_000, level: AlertLevel.none, flags: .final))
    #expect(final.flags?.contains(.final) == true)
    #expect(
      station.send(
        .estimate, from: 1, onset: 950, at: 31_100, level: AlertLevel.none, flags: .final) == nil)
    let next = try #require(station.send(.pick, from: 1, event: 1, onset: 40_000, at: 40_200))
    #expect(next.event == 1 && next.revision == 0)
  }

  @Test func anOnsetOfAnEndedEventThatArrivesLateOpensNone() {
    let station = Station(2)
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(
      .estimate, from: 0, onset: 900, at: 3_000, level: AlertLevel.none, flags: .final)
    #expect(station.send(.pick, from: 1, onset: 950, at: 1_150) == nil)
    #expect(station.coincidence.eventCount == 1)
  }

  @Test func theLeadersSecondOnsetOpensTheNextEventForAll() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(.pick, from: 1, onset: 950, at: 1_150)
    station.reach(20_100, sensors: [0, 1])
    // The follower sees the aftershock first: no event of its own comes of that.
    #expect(
      station.send(.pick, from: 1, event: 1, onset: 20_000, at: 20_200, flags: .inCoda) == nil)
    _ = station.send(
      .estimate, from: 0, onset: 900, at: 20_250, level: AlertLevel.none, flags: .final)
    let next = try #require(
      station.send(.pick, from: 0, event: 1, onset: 20_100, at: 20_250, flags: .inCoda))
    #expect(next.event == 1 && next.revision == 0)
    #expect(next.sensors?.agreeingCount == 2)
  }

  @Test func aSilentLeaderGivesTheLeadToTheSensorThatStillSees() throws {
    let station = Station(3)
    station.reach(1_000, sensors: [0, 1, 2])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(.pick, from: 2, onset: 950, at: 1_150)
    station.reach(4_000, sensors: [1, 2])
    let message = try #require(
      station.send(.estimate, from: 2, onset: 950, at: 4_100, level: AlertLevel.none))
    #expect(message.sensors?.channel.string == "sensor2/HNZ" && message.event == 0)
    #expect(message.sensors?.availableCount == 2)
  }

  @Test func anEndedOrMaskedSensorIsNotAvailable() throws {
    let station = Station(3)
    station.reach(1_000, sensors: [0, 1, 2])
    station.reach(1_000, sensors: [1], isUsable: false)
    station.coincidence.noteEnd(ofSensor: 2)
    let pick = try #require(station.send(.pick, from: 0, onset: 900, at: 1_100))
    #expect(pick.sensors?.availableCount == 1)
  }

  @Test func theFinalEstimateOfAnInterruptedLeaderDoesNotEndWhatAnotherSees() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(.pick, from: 1, onset: 950, at: 1_150)
    station.coincidence.noteInterruption(ofSensor: 0)
    let end = station.send(
      .estimate, from: 0, onset: 900, at: 2_000, level: AlertLevel.none, flags: .final)
    #expect(end == nil)
    let message = try #require(
      station.send(.estimate, from: 1, onset: 950, at: 2_100, level: AlertLevel.none))
    #expect(message.event == 0 && message.sensors?.availableCount == 1)
    // With its next data it is back.
    station.reach(2_200, sensors: [0])
    let next = try #require(
      station.send(.estimate, from: 1, onset: 950, at: 2_300, level: AlertLevel.none))
    #expect(next.sensors?.availableCount == 2)
  }

  @Test func aCancelWhileAnotherSensorSeesTheEventIsNotSent() throws {
    let station = Station(2)
    station.reach(1_000, sensors: [0, 1])
    _ = station.send(.pick, from: 0, onset: 900, at: 1_100)
    _ = station.send(.pick, from: 1, onset: 950, at: 1_150)
    #expect(station.send(.cancel, from: 0, onset: 900, at: 2_000) == nil)
    let message = try #require(
      station.send(.estimate, from: 1, onset: 950, at: 2_100, level: AlertLevel.none))
    #expect(message.event == 0)
  }

  /// ObsPy's tutorial: four sensors, three or more of which trigger together three times.
  @Test func findsTheEventsOfObsPysCoincidenceTrigger() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/stalta/coincidence.csv")
    let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst()
    var messages: [(sensor: Int, event: UInt64, onset: Int64, time: Int64, isEnd: Bool)] = []
    var events: [[Int64]] = []
    for row in rows {
      let fields = row.split(separator: ",")
      let numbers: [Int64] = fields.dropFirst().compactMap { Int64($0) }
      try #require(numbers.count == 3)
      let on = (numbers[1] + 500_000) / 1_000_000
      let off = (numbers[2] + 500_000) / 1_000_000
      if fields[0] == "event" {
        events.append([numbers[0], on])
        continue
      }
      let event = UInt64(messages.count)
      messages.append((Int(numbers[0]), event, on, on, false))
      messages.append((Int(numbers[0]), event, on, off, true))
    }
    let station = Station(4, agreementMilliseconds: 1_200)
    var found: [[Int64]] = []
    for message in messages.sorted(by: { $0.time < $1.time }) {
      station.reach(message.time, sensors: [0, 1, 2, 3])
      let sent = station.send(
        message.isEnd ? .estimate : .pick, from: message.sensor, event: message.event,
        onset: message.onset, at: message.time, level: message.isEnd ? AlertLevel.none : nil,
        flags: message.isEnd ? .final : .unconfirmed)
      if let sent, message.isEnd, let sensors = sent.sensors, sensors.agreeingCount >= 3 {
        found.append([Int64(sensors.agreeingCount), message.onset])
      }
    }
    #expect(events.count == 3)
    #expect(found == events)
  }

  @Test func aLoneSensorsMessagesPassAsTheyAre() throws {
    let station = Station(1)
    for event in UInt64(0)..<3 {
      let onset = Int64(event) * 100_000
      let pick = try #require(
        station.send(.pick, from: 0, event: event, onset: onset, at: onset + 200))
      #expect(pick.event == event && pick.revision == 0)
      #expect(pick.sensors?.agreeingCount == 1 && pick.sensors?.availableCount == 1)
      let cancel = try #require(
        station.send(.cancel, from: 0, event: event, onset: onset, at: onset + 900))
      #expect(cancel.event == event && cancel.revision == 1)
    }
  }

  /// A sensor's severe event, ended at 60 s past `start`, leads; the other is heard afterwards.
  private func stationAfterSevereEvent(at start: Int64) throws -> Station {
    let station = Station(2)
    station.reach(start, sensors: [0, 1])
    _ = try #require(
      station.send(.alert, from: 0, onset: start, at: start + 2_000, level: .severe))
    let final = station.send(
      .estimate, from: 0, onset: start, at: start + 60_000, level: .severe,
      flags: AlertFlags.unconfirmed.adding(.final))
    _ = try #require(final)
    return station
  }

  @Test func anEndThatAWrongClockPutIntoTheFutureCoversNothing() throws {
    let wrong: Int64 = 86_400_000
    let station = try stationAfterSevereEvent(at: wrong)
    station.reach(10_000, sensors: [1])
    #expect(station.send(.pick, from: 1, onset: 10_000, at: 10_500) != nil)
    #expect(station.send(.alert, from: 1, onset: 10_000, at: 13_000, level: .severe) != nil)
  }

  @Test func aStepOfTheClockEndsTheCover() throws {
    let covered = try stationAfterSevereEvent(at: 1_000_000)
    #expect(covered.send(.pick, from: 1, onset: 1_030_000, at: 1_061_000) == nil)
    let stepped = try stationAfterSevereEvent(at: 1_000_000)
    stepped.coincidence.noteClockStep()
    #expect(stepped.send(.pick, from: 1, onset: 1_030_000, at: 1_031_000) != nil)
  }
}
