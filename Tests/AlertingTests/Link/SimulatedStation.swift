import SeismicTypes
import Testing

@testable import Alerting

/// A station that signs what a test wants it to say.
struct SimulatedStation {
  let name: String
  let key: SigningKey
  var bootId: UInt64 = 1_000

  /// Stations with the same `keyNumber` have the same key.
  init(_ name: String = "XX_AAA_00", keyNumber: UInt8 = 1) throws {
    self.name = name
    let seed = [UInt8](repeating: keyNumber, count: 32)
    let made = SigningKey(seed: seed.span)
    key = try #require(made)
  }

  var trusted: TrustedKey {
    get throws {
      TrustedKey(
        station: try #require(StationIdentifier.parse(name)), publicKey: key.publicKey)
    }
  }

  func message(_ sequence: UInt64, sentSecond: Int64 = Reception.startSecond) throws
    -> AlertMessage
  {
    var message = AlertMessage(type: .cancel)
    message.station = try #require(ShortText(name))
    message.bootId = bootId
    message.sequence = sequence
    message.sentTime = Timestamp(nanoseconds: sentSecond * 1_000_000_000)
    message.clockErrorMicroseconds = 0
    message.isTest = false
    message.event = 1
    message.revision = 1
    message.onsetTime = message.sentTime
    message.cancelReason = .noise
    return message
  }

  func datagram(_ sequence: UInt64, sentSecond: Int64 = Reception.startSecond) throws -> [UInt8] {
    try datagram(message(sequence, sentSecond: sentSecond))
  }

  func datagram(_ message: AlertMessage) throws -> [UInt8] {
    try array(message.signed(with: key))
  }

  /// A datagram with a valid signature over any payload.
  func datagram(payload: [UInt8]) throws -> [UInt8] {
    var content = CBORWriter()
    for byte in payload { content.byte(byte) }
    let protected = COSESign1.protectedHeader(key.identifier)
    let signed = COSESign1.signatureStructure(protected: protected, payload: content)
    let made = key.signature(over: signed.datagram.bytes)
    let signature = try #require(made)
    var writer = CBORWriter()
    writer.tag(18)
    writer.array(count: 4)
    writer.byteString(protected)
    writer.map(count: 0)
    writer.byteString(content)
    writer.byteString(count: 64)
    for index in 0..<64 { writer.byte(signature[index]) }
    return array(writer.datagram)
  }

  /// The message with its version byte changed, signed anew.
  func datagram(_ message: AlertMessage, version: UInt8) throws -> [UInt8] {
    var payload = array(try message.payload().datagram)
    // The map's head, key 0, then the version.
    payload[2] = version
    return try datagram(payload: payload)
  }
}

/// The bytes of a datagram as an array.
func array(_ datagram: Datagram) -> [UInt8] {
  (0..<datagram.count).map { datagram.byte(at: $0) }
}

/// The datagram with its last byte, one of the signature, changed.
func forged(_ datagram: [UInt8]) -> [UInt8] {
  var bytes = datagram
  bytes[bytes.count - 1] ^= 1
  return bytes
}
