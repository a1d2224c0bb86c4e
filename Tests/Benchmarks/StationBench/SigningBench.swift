import Alerting

/// An estimate encoded and signed, against libsodium's bare signature of as many bytes.
///
/// `signing COUNT`: nanoseconds per signed datagram; the check is the datagram's length.
/// `Peers/sign_sodium.c` signs as many bytes as the datagram's signature covers.
enum SigningBench {
  static func serve(_ arguments: [String]) {
    let count = number(arguments, 0, "COUNT")
    let key = BenchMessage.key()
    turns {
      var message = BenchMessage.estimate()
      var byteCount = 0
      let begin = threadNanoseconds()
      for item in 0..<count {
        message.sequence = UInt64(item) + 100_000
        do throws(EncodingFault) {
          byteCount = try message.signed(with: key).bytes.count
        } catch {
          fail("an estimate cannot be encoded")
        }
      }
      let elapsed = threadNanoseconds() - begin
      return Lap(nanosecondsPerItem: Double(elapsed) / Double(count), check: Int64(byteCount))
    }
  }
}
