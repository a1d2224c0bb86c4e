import SeismicTypes
import Testing

@testable import Alerting

/// The tests of a receiver, one by one and in their order.
@Suite struct AlertReceiverTests {
  let station: SimulatedStation
  let reception: Reception

  init() throws {
    station = try SimulatedStation()
    reception = try Reception([station])
  }

  @Test func messageIsAcceptedOnceAndItsRepeatsAreDuplicates() throws {
    let datagram = try station.datagram(0)
    #expect(reception.word(datagram) == "accepted")
    for _ in 0..<3 { #expect(reception.word(datagram, from: 7) == "duplicate") }
    #expect(reception.receiver.counts.acceptedCount == 1)
    #expect(reception.receiver.counts.duplicateCount == 3)
  }

  @Test func acceptedMessageIsHandedOverWithItsSource() throws {
    let alert = try #require(
      reception.alert(try station.datagram(41), from: SourceAddress(version4: 0xC000_0201, port: 9))
    )
    #expect(alert.message.station.string == "XX_AAA_00")
    #expect(alert.message.sequence == 41)
    #expect(alert.keyIdentifier == station.key.identifier)
    #expect(alert.source.text == "192.0.2.1")
    #expect(alert.isTimeTrusted)
  }

  @Test func otherContentOfAnAcceptedNumberIsADuplicate() throws {
    #expect(reception.word(try station.datagram(5)) == "accepted")
    var other = try station.message(5)
    other.cancelReason = .sensorFault
    #expect(reception.word(try station.datagram(other)) == "duplicate")
  }

  /// One reason each, the earlier one of two that apply.
  @Test func refusalsCarryTheFirstReasonInOrder() throws {
    let stranger = try SimulatedStation("XX_AAA_00", keyNumber: 9)
    let misnamed = try SimulatedStation("XX_BBB_00", keyNumber: 1)
    let good = try station.message(1)
    var test = good
    test.isTest = true
    var oldTest = try misnamed.message(1, sentSecond: 0)
    oldTest.isTest = true
    #expect(reception.word([UInt8](repeating: 0xFF, count: 513)) == "size")
    #expect(reception.word([]) == "structure")
    #expect(reception.word([UInt8](repeating: 0xFF, count: 512)) == "structure")
    #expect(reception.word(try station.datagram(good) + [0]) == "structure")
    #expect(reception.word(forged(try stranger.datagram(1))) == "unknownKey")
    #expect(reception.word(forged(try station.datagram(good, version: 2))) == "signature")
    #expect(reception.word(try station.datagram(test, version: 2)) == "version")
    #expect(reception.word(try misnamed.datagram(oldTest)) == "test")
    #expect(reception.word(try misnamed.datagram(1, sentSecond: 0)) == "station")
    #expect(reception.word(try station.datagram(1, sentSecond: 0)) == "age")
    #expect(reception.receiver.counts.acceptedCount == 0)
    for reason in RefusalReason.allCases {
      let count: UInt64 =
        switch reason {
        case .structure: 3
        case .size, .unknownKey, .signature, .version, .test, .station, .age: 1
        case .badText, .rateLimited, .boot, .replay: 0
        }
      #expect(reception.receiver.counts.refusedCount(reason) == count, "\(reason.word)")
    }
  }

  @Test func badTextAndAbsentFieldsComeBeforeTheKey() throws {
    let stranger = try SimulatedStation("XX_AAA_00", keyNumber: 9)
    var payload = array(try station.message(1).payload().datagram)
    let name = try #require(payload.firstIndex(of: UInt8(ascii: "A")))
    payload[name] = UInt8(ascii: "a")
    #expect(reception.word(try station.datagram(payload: payload)) == "badText")
    #expect(reception.word(try stranger.datagram(payload: payload)) == "badText")
    payload[name] = 0x1B
    #expect(reception.word(try station.datagram(payload: payload)) == "badText")
    // {0: 1, 3: 1, 4: 1} lacks everything else.
    let sparse: [UInt8] = [0xA3, 0, 1, 3, 1, 4, 1]
    #expect(reception.word(try stranger.datagram(payload: sparse)) == "structure")
  }

  @Test func testMessagesAreAcceptedWhereTheyAreAllowed() throws {
    var parameters = AlertReceiver.Parameters()
    parameters.acceptsTest = true
    var message = try station.message(0)
    message.isTest = true
    let reception = try Reception([station], parameters: parameters)
    #expect(reception.word(try station.datagram(message)) == "accepted")
  }

  @Test(
    arguments: [
      (0, 30.0, "accepted"), (0, 30.001, "age"), (0, -30.0, "accepted"), (0, -30.001, "age"),
      (2_000_000, 32.0, "accepted"), (2_000_000, 32.001, "age"), (60_000_000, 35.0, "accepted"),
      (60_000_000, 35.001, "age"), (UInt32.max - 1, 35.001, "age"),
    ] as [(UInt32, Double, String)])
  func ageIsHeldToThirtySecondsAndTheClockError(
    clockError: UInt32, second: Double, expected: String
  ) throws {
    var message = try station.message(0)
    message.clockErrorMicroseconds = clockError
    #expect(reception.word(try station.datagram(message), second: second) == expected)
  }

  @Test(arguments: [Int64.min, Int64.max])
  func absurdTimesAreTooFarAway(nanoseconds: Int64) throws {
    var message = try station.message(0)
    message.sentTime = Timestamp(nanoseconds: nanoseconds)
    #expect(reception.word(try station.datagram(message)) == "age")
  }

  @Test func unsynchronisedStationIsHeardButOnlyForward() throws {
    var message = try station.message(10, sentSecond: 3)
    message.clockErrorMicroseconds = .max
    #expect(reception.word(try station.datagram(message)) == "accepted, time untrusted")
    message.sequence = 9
    #expect(reception.word(try station.datagram(message)) == "replay")
    message.sequence = 11
    #expect(reception.word(try station.datagram(message)) == "accepted, time untrusted")
    // The same hole is open to a message whose age shows that it is new.
    #expect(reception.word(try station.datagram(9)) == "accepted")
  }

  @Test func keysOfOneStationAreJudgedApart() throws {
    var successor = try SimulatedStation("XX_AAA_00", keyNumber: 2)
    successor.bootId = 7
    let reception = try Reception([station, successor])
    #expect(reception.word(try station.datagram(3)) == "accepted")
    #expect(reception.word(try successor.datagram(3)) == "accepted")
    #expect(reception.word(try station.datagram(4)) == "accepted")
  }
}
