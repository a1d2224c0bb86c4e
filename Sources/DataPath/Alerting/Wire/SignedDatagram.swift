/// A datagram of sound structure whose signature has not been looked at yet.
///
/// The whole payload has been held to the rules of CBOR, and no number or text of it is used before
/// `isSigned(by:)` has answered but those that find the key and tell a repeat.
package struct SignedDatagram: BitwiseCopyable, Sendable {
  package let datagram: Datagram
  package let keyIdentifier: KeyIdentifier
  /// Claimed until the signature is verified.
  package let bootId: UInt64
  /// Claimed until the signature is verified.
  package let sequence: UInt64
  private let payloadStart: Int
  private let payloadCount: Int
  private let signatureStart: Int

  /// Takes a received datagram apart; refuses as `size`, `structure` or `badText`.
  package static func parse(_ bytes: Span<UInt8>) throws(RefusalReason) -> SignedDatagram {
    guard let datagram = Datagram(bytes) else { throw .size }
    return try SignedDatagram(datagram)
  }

  package init(_ datagram: Datagram) throws(RefusalReason) {
    self.datagram = datagram
    var reader = CBORReader(datagram.bytes)
    guard try reader.head() == (6, 18) else { throw .structure }
    try reader.array(count: 4)
    keyIdentifier = try Self.protectedKeyIdentifier(&reader)
    guard try reader.mapCount() == 0 else { throw .structure }
    let payload = try reader.byteString()
    let signature = try reader.byteString()
    guard signature.count == COSESign1.signatureByteCount, reader.isAtEnd else { throw .structure }
    payloadStart = payload.start
    payloadCount = payload.count
    signatureStart = signature.start
    let outline = try PayloadOutline(
      datagram.bytes.extracting(payload.start..<payload.start + payload.count))
    bootId = outline.bootId
    sequence = outline.sequence
  }

  package var payload: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { datagram.bytes.extracting(payloadStart..<payloadStart + payloadCount) }
  }

  package var signature: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get {
      datagram.bytes.extracting(signatureStart..<signatureStart + COSESign1.signatureByteCount)
    }
  }

  /// Whether `key` signed exactly this datagram.
  package func isSigned(by key: PublicKey) -> Bool {
    guard key.identifier == keyIdentifier else { return false }
    var content = CBORWriter()
    let payload = payload
    for index in 0..<payload.count { content.byte(payload[index]) }
    let signed = COSESign1.signatureStructure(
      protected: COSESign1.protectedHeader(keyIdentifier), payload: content)
    guard !signed.hasOverflowed else { return false }
    return key.verifies(signature: signature, over: signed.datagram.bytes)
  }

  /// The message, to be read once the signature holds.
  ///
  /// Refuses as `version`, `structure` or `badText`.
  package func message() throws(RefusalReason) -> AlertMessage {
    try AlertMessage(payload: payload)
  }

  /// The kid of a protected header that is `{1: -8, 4: kid}` in its one deterministic form.
  private static func protectedKeyIdentifier(
    _ reader: inout CBORReader
  ) throws(RefusalReason) -> KeyIdentifier {
    guard try reader.head() == (2, 13), try reader.mapCount() == 2,
      try reader.head() == (0, 1), try reader.integer() == -8, try reader.head() == (0, 4)
    else { throw .structure }
    return KeyIdentifier(rawValue: try reader.eightBytes())
  }
}
