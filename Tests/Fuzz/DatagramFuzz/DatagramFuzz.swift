import Alerting
import SeismicTypes

/// Takes any bytes as a datagram and as a bare payload.
///
/// Bytes are refused, or they give a message that can be printed and that encodes to the very same
/// payload, unless that held unknown keys.
@_cdecl("LLVMFuzzerTestOneInput")
package func decodeDatagram(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
  // libFuzzer promises `count` readable bytes at `start` for the length of this call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  if let signed = try? SignedDatagram.parse(bytes.span) {
    precondition(count <= Datagram.capacity)
    _ = signed.isSigned(by: key)
    if let message = try? signed.message() { check(message, of: signed.payload) }
  }
  if count <= Datagram.capacity, let message = try? AlertMessage(payload: bytes.span) {
    check(message, of: bytes.span)
  }
  return 0
}

/// The key of the fixtures, so that their signatures are verified.
private let key: PublicKey = {
  guard let key = SigningKey(seed: [UInt8](0..<32).span) else {
    preconditionFailure("libsodium does not start")
  }
  return key.publicKey
}()

private func check(_ message: AlertMessage, of payload: Span<UInt8>) {
  checkPrintable(message.textLine)
  checkPrintable(message.jsonLine(isTimeTrusted: false))
  // What was read can be written, and gives no more than was read.
  guard let again = try? message.payload() else { preconditionFailure("\(message.jsonLine)") }
  precondition(again.datagram.count <= payload.count)
  if again.datagram.count == payload.count {
    for index in 0..<payload.count {
      precondition(again.datagram.byte(at: index) == payload[index])
    }
  }
}

private func checkPrintable(_ line: String) {
  for byte in line.utf8 { precondition(byte >= 0x20 && byte < 0x7F) }
}
