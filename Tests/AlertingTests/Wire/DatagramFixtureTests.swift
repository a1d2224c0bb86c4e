import Alerting
import Foundation
import SeismicTypes
import Testing

/// The station's datagrams against those of another implementation, byte for byte.
@Suite struct DatagramFixtureTests {
  @Test func fixturesArePresent() {
    #expect(AlertFixture.all.count == 10)
  }

  @Test(arguments: AlertFixture.all)
  func foreignDatagramIsVerifiedAndRead(_ fixture: AlertFixture) throws {
    let key = try AlertFixture.publicKey()
    let signed = try parse(fixture.datagram)
    #expect(signed.keyIdentifier == key.identifier)
    #expect(signed.isSigned(by: key))
    let message = try signed.message()
    #expect(message.bootId == signed.bootId)
    #expect(message.sequence == signed.sequence)
    #expect(try jsonObject(message.jsonLine) == jsonObject(fixture.json))
  }

  @Test(arguments: AlertFixture.all)
  func sameMessageGivesSameBytes(_ fixture: AlertFixture) throws {
    let datagram = try fixture.message().signed(with: try AlertFixture.signingKey())
    #expect(datagram.hexadecimal == fixture.datagram.map(hexadecimal).joined())
  }

  /// RFC 8032, 7.1, test 1.
  @Test func publicKeyOfSeedIsThatOfTheStandard() throws {
    let seed = bytes(hex: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    let key = try #require(makeSigningKey(seed: seed))
    #expect(
      key.publicKey.hexadecimal
        == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    // SHA-256 of these 32 bytes begins so (sha256sum).
    #expect(key.identifier.hexadecimal == "21fe31dfa154a261")
  }

  @Test(arguments: [0, 31, 33])
  func keyOfAnotherLengthIsRefused(count: Int) {
    let bytes = [UInt8](repeating: 7, count: count)
    #expect(makeSigningKey(seed: bytes) == nil)
    #expect(makePublicKey(bytes) == nil)
  }

  @Test(arguments: AlertFixture.all)
  func everyFlippedBitIsRefused(_ fixture: AlertFixture) throws {
    let key = try AlertFixture.publicKey()
    for bit in 0..<fixture.datagram.count * 8 {
      var bytes = fixture.datagram
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!isAccepted(bytes, key), "bit \(bit)")
    }
  }

  @Test(arguments: AlertFixture.all)
  func everyTruncationIsRefusedAsStructure(_ fixture: AlertFixture) throws {
    for count in 0..<fixture.datagram.count {
      let bytes = Array(fixture.datagram.prefix(count))
      #expect(throws: RefusalReason.structure, "\(count) bytes") {
        try parse(bytes)
      }
    }
  }

  @Test func otherKeyWithTheSameIdentifierFieldIsRefused() throws {
    let other = try #require(makeSigningKey(seed: [UInt8](repeating: 1, count: 32)))
    let fixture = try AlertFixture.named("alert")
    #expect(!isAccepted(fixture.datagram, other.publicKey))
    let foreign = try fixture.message().signed(with: other)
    #expect(!isAccepted(bytes(hex: foreign.hexadecimal), try AlertFixture.publicKey()))
  }

  private func isAccepted(_ bytes: [UInt8], _ key: PublicKey) -> Bool {
    guard let signed = try? parse(bytes) else { return false }
    return signed.isSigned(by: key)
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
