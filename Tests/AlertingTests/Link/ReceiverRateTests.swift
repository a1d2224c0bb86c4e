import SeismicTypes
import Testing

@testable import Alerting

/// Who may have how many signatures verified.
@Suite struct ReceiverRateTests {
  let station: SimulatedStation
  let reception: Reception

  init() throws {
    station = try SimulatedStation()
    reception = try Reception([station])
  }

  @Test func sourceHasTwoHundredTokensAndGainsFiftyInASecond() throws {
    let bad = forged(try station.datagram(0))
    for _ in 0..<200 { #expect(reception.word(bad) == "signature") }
    #expect(reception.word(bad) == "rateLimited")
    #expect(reception.word(bad, second: 0.019) == "rateLimited")
    #expect(reception.word(bad, second: 0.02) == "signature")
    #expect(reception.word(bad, second: 0.02) == "rateLimited")
    for _ in 0..<50 { #expect(reception.word(bad, second: 1.02) == "signature") }
    #expect(reception.word(bad, second: 1.02) == "rateLimited")
    for _ in 0..<200 { #expect(reception.word(bad, second: 1_000) == "signature") }
    #expect(reception.word(bad, second: 1_000) == "rateLimited")
  }

  @Test func anotherPortIsTheSameSource() throws {
    let bad = forged(try station.datagram(0))
    for port in 0..<200 { #expect(reception.word(bad, port: UInt16(port)) == "signature") }
    #expect(reception.word(bad, port: 999) == "rateLimited")
  }

  @Test func forgersSpendOnlyTheirOwnTokens() throws {
    let other = try SimulatedStation("XX_BBB_", keyNumber: 2)
    let reception = try Reception([station, other])
    let bad = forged(try station.datagram(0))
    for _ in 0..<201 { _ = reception.word(bad, from: 66) }
    #expect(reception.word(bad, from: 66) == "rateLimited")
    #expect(reception.word(try station.datagram(0), from: 1) == "accepted")
    // The same address with another station's key: behind one router stand several stations.
    #expect(reception.word(try other.datagram(0), from: 66) == "accepted")
  }

  @Test func duplicatesAndUnknownKeysCostNoToken() throws {
    let datagram = try station.datagram(0)
    let stranger = try SimulatedStation("XX_CCC_", keyNumber: 3).datagram(0)
    #expect(reception.word(datagram) == "accepted")
    for _ in 0..<400 {
      #expect(reception.word(datagram) == "duplicate")
      #expect(reception.word(stranger) == "unknownKey")
    }
    let bad = forged(try station.datagram(1))
    for _ in 0..<199 { #expect(reception.word(bad) == "signature") }
    #expect(reception.word(bad) == "rateLimited")
  }

  @Test func floodOfUnknownKeysPushesNobodyOut() throws {
    let bad = forged(try station.datagram(1))
    for _ in 0..<200 { _ = reception.word(bad, from: 66) }
    var bytes = try SimulatedStation("XX_CCC_", keyNumber: 3).datagram(0)
    for number in 0..<5_000 {
      // Bytes 8…15 are the key identifier, whatever it is.
      bytes[10] = UInt8(truncatingIfNeeded: number)
      bytes[11] = UInt8(truncatingIfNeeded: number >> 8)
      #expect(reception.word(bytes, from: UInt32(1_000 + number)) == "unknownKey")
    }
    #expect(reception.word(bad, from: 66) == "rateLimited")
    #expect(reception.word(try station.datagram(0), from: 1) == "accepted")
  }

  @Test func floodOfAddressesKeepsNoStationOut() throws {
    var parameters = AlertReceiver.Parameters()
    parameters.sourceCapacity = 16
    let reception = try Reception([station], parameters: parameters)
    let bad = forged(try station.datagram(1_000))
    for number in 0..<500 {
      let second = Double(number) / 1_000
      #expect(reception.word(bad, from: UInt32(1_000 + number), second: second) == "signature")
      guard number % 50 == 0 else { continue }
      let datagram = try station.datagram(UInt64(number))
      #expect(reception.word(datagram, from: 1, second: second) == "accepted")
    }
  }

  @Test func clockThatStepsBackGivesNoTokens() throws {
    let bad = forged(try station.datagram(0))
    for _ in 0..<200 { _ = reception.word(bad, second: 4) }
    #expect(reception.word(bad, second: 0) == "rateLimited")
    #expect(reception.word(bad, second: 4) == "rateLimited")
  }
}
