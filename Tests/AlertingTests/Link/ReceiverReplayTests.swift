import SeismicTypes
import Testing

@testable import Alerting

/// What somebody gains who recorded a station's datagrams, or holds none of its keys: nothing.
@Suite struct ReceiverReplayTests {
  var station: SimulatedStation
  let reception: Reception

  init() throws {
    station = try SimulatedStation()
    reception = try Reception([station])
  }

  @Test func sequencesFarAheadAreAcceptedAndThenOnlyTheWindowBehindThem() throws {
    #expect(reception.word(try station.datagram(0)) == "accepted")
    #expect(reception.word(try station.datagram(1_000)) == "accepted")
    #expect(reception.word(try station.datagram(937)) == "accepted")
    #expect(reception.word(try station.datagram(936)) == "replay")
    #expect(reception.word(try station.datagram(0)) == "replay")
    #expect(reception.word(try station.datagram(937)) == "duplicate")
    #expect(reception.word(try station.datagram(999)) == "accepted")
  }

  @Test func largestNumbersDoNotOverflow() throws {
    var last = station
    last.bootId = .max
    #expect(reception.word(try last.datagram(.max)) == "accepted")
    #expect(reception.word(try last.datagram(.max)) == "duplicate")
    #expect(reception.word(try last.datagram(.max - 63)) == "accepted")
    #expect(reception.word(try last.datagram(.max - 64)) == "replay")
    #expect(reception.word(try last.datagram(0)) == "replay")
  }

  /// A window of 64 agrees with a set that forgets nothing, whatever the order of arrival.
  @Test func everyOrderOfArrivalAcceptsEachMessageOnce() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let first = UInt64.random(in: 0..<200, using: &random)
      var window = ReplayWindow(bootId: 1, sequence: first)
      var accepted: Set<UInt64> = [first]
      for _ in 0..<300 {
        let sequence = UInt64.random(in: 0..<200, using: &random)
        let highest = accepted.max() ?? 0
        let isAcceptable = !accepted.contains(sequence) && sequence + 64 > highest
        #expect((window.refusal(ofBootId: 1, sequence: sequence) == nil) == isAcceptable)
        guard isAcceptable else { continue }
        window.accept(bootId: 1, sequence: sequence)
        accepted.insert(sequence)
        #expect(window.contains(bootId: 1, sequence: sequence))
      }
    }
  }

  @Test func newBootBeginsAnewAndTheOldOneIsOver() throws {
    var restarted = station
    restarted.bootId += 1
    #expect(reception.word(try station.datagram(500)) == "accepted")
    #expect(reception.word(try restarted.datagram(0)) == "accepted")
    #expect(reception.word(try station.datagram(501)) == "boot")
    #expect(reception.word(try station.datagram(500)) == "boot")
  }

  @Test func repeatedOldBootsCallTheOperatorAndForgettingHeals() throws {
    var newer = station
    newer.bootId += 1
    let name = try #require(StationIdentifier.parse(station.name))
    #expect(reception.word(try newer.datagram(0)) == "accepted")
    for sequence in 0..<7 {
      #expect(reception.word(try station.datagram(UInt64(sequence))) == "boot")
    }
    #expect(reception.receiver.takeOldBootAlarm() == nil)
    #expect(reception.word(try station.datagram(7)) == "boot")
    #expect(reception.receiver.takeOldBootAlarm() == name)
    #expect(reception.receiver.takeOldBootAlarm() == nil)
    #expect(reception.receiver.forget(name) == 1)
    #expect(reception.word(try station.datagram(8)) == "accepted")
    #expect(reception.receiver.forget(try #require(StationIdentifier.parse("XX_B_"))) == 0)
  }

  @Test func acceptedMessagesEndTheCountOfOldBoots() throws {
    var newer = station
    newer.bootId += 1
    for sequence in 0..<20 {
      #expect(reception.word(try newer.datagram(UInt64(sequence))) == "accepted")
      #expect(reception.word(try station.datagram(UInt64(sequence))) == "boot")
    }
    #expect(reception.receiver.takeOldBootAlarm() == nil)
  }

  @Test func forgedOldBootsCallNobody() throws {
    var newer = station
    newer.bootId += 1
    #expect(reception.word(try newer.datagram(0)) == "accepted")
    for sequence in 0..<50 {
      #expect(reception.word(forged(try station.datagram(UInt64(sequence)))) == "signature")
    }
    #expect(reception.receiver.takeOldBootAlarm() == nil)
  }

  /// Each of these names the largest boot and sequence; were one remembered, the station were mute.
  @Test func refusedMessagesLeaveNoTrace() throws {
    var last = station
    last.bootId = .max
    var misnamed = try SimulatedStation("XX_BBB_00", keyNumber: 1)
    misnamed.bootId = .max
    var test = try last.message(.max)
    test.isTest = true
    #expect(reception.word(forged(try last.datagram(.max))) == "signature")
    #expect(reception.word(try last.datagram(last.message(.max), version: 2)) == "version")
    #expect(reception.word(try last.datagram(test)) == "test")
    #expect(reception.word(try misnamed.datagram(.max)) == "station")
    #expect(reception.word(try last.datagram(.max, sentSecond: 9)) == "age")
    #expect(!reception.receiver.hasUnsavedState)
    #expect(reception.word(try station.datagram(0)) == "accepted")
    #expect(reception.receiver.hasUnsavedState)
  }

  @Test func restartWithStateRefusesWhatWasAccepted() throws {
    let folder = try ScratchFolder()
    let file = folder.path + "/state"
    for sequence in [3, 5, 90] as [UInt64] {
      #expect(reception.word(try station.datagram(sequence)) == "accepted")
    }
    try reception.receiver.saveState(to: file)
    #expect(!reception.receiver.hasUnsavedState)
    let restarted = try Reception([station], state: ReceiverState(readingFrom: file))
    #expect(restarted.word(try station.datagram(90)) == "duplicate")
    #expect(restarted.word(try station.datagram(5)) == "replay")
    #expect(restarted.word(try station.datagram(89)) == "accepted")
    var older = station
    older.bootId -= 1
    #expect(restarted.word(try older.datagram(91)) == "boot")
  }

  @Test func stateOutlivesAKeyThatIsAwayForATime() throws {
    let folder = try ScratchFolder()
    let file = folder.path + "/state"
    #expect(reception.word(try station.datagram(3)) == "accepted")
    try reception.receiver.saveState(to: file)
    let other = try SimulatedStation("XX_BBB_", keyNumber: 2)
    let without = try Reception([other], state: ReceiverState(readingFrom: file))
    #expect(without.word(try station.datagram(3)) == "unknownKey")
    #expect(without.word(try other.datagram(1)) == "accepted")
    try without.receiver.saveState(to: file, isDurable: false)
    let with = try Reception([station, other], state: ReceiverState(readingFrom: file))
    #expect(with.word(try station.datagram(3)) == "duplicate")
    #expect(with.word(try other.datagram(1)) == "duplicate")
  }
}
