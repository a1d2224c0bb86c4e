/// The parts of COSE_Sign1 (RFC 9052 §4.2, §4.4) that are the same in every datagram.
enum COSESign1 {
  static var signatureByteCount: Int { 64 }

  /// The protected header `{1: -8, 4: kid}`: EdDSA and the key's identifier.
  @_noAllocation @_noLocks
  static func protectedHeader(_ key: KeyIdentifier) -> CBORWriter {
    var writer = CBORWriter()
    writer.map(count: 2)
    writer.unsigned(1)
    writer.integer(-8)
    writer.unsigned(4)
    writer.eightBytes(key.rawValue)
    return writer
  }

  /// What is signed: `["Signature1", protected, "firstbreak-alert-1", payload]`.
  @_noAllocation @_noLocks
  static func signatureStructure(protected: CBORWriter, payload: CBORWriter) -> CBORWriter {
    var writer = CBORWriter()
    writer.array(count: 4)
    writeContext(into: &writer)
    writer.byteString(protected)
    writeExternalData(into: &writer)
    writer.byteString(payload)
    return writer
  }

  /// The text "Signature1", in bytes because a string literal may lock.
  @_noAllocation @_noLocks
  private static func writeContext(into writer: inout CBORWriter) {
    writer.byte(0x6A)
    writer.bytes(0x5369_676E_6174_7572, count: 8)  // Signatur
    writer.bytes(0x6531, count: 2)  // e1
  }

  /// The byte string "firstbreak-alert-1".
  @_noAllocation @_noLocks
  private static func writeExternalData(into writer: inout CBORWriter) {
    writer.byteString(count: 18)
    writer.bytes(0x6669_7273_7462_7265, count: 8)  // firstbre
    writer.bytes(0x616B_2D61_6C65_7274, count: 8)  // ak-alert
    writer.bytes(0x2D31, count: 2)  // -1
  }
}
