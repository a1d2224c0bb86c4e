extension AlertMessage {
  /// The datagram: tagged COSE_Sign1 of the message, signed with `key`; repeats send it unchanged.
  package func signed(with key: SigningKey) throws(EncodingFault) -> Datagram {
    let payload = try payload()
    let protected = COSESign1.protectedHeader(key.identifier)
    let signed = COSESign1.signatureStructure(protected: protected, payload: payload)
    guard !signed.hasOverflowed else { throw .tooLarge }
    guard let signature = key.signature(over: signed.datagram.bytes) else { throw .notSigned }
    var writer = CBORWriter()
    writer.tag(18)
    writer.array(count: 4)
    writer.byteString(protected)
    writer.map(count: 0)
    writer.byteString(payload)
    writer.byteString(count: COSESign1.signatureByteCount)
    for index in 0..<COSESign1.signatureByteCount { writer.byte(signature[index]) }
    guard !writer.hasOverflowed else { throw .tooLarge }
    return writer.datagram
  }
}
