/// The cyclic redundancy check of miniSEED 3 (CRC-32C, Castagnoli; RFC 3720, appendix B.4).
enum CRC32C {
  /// Of each byte value, the remainder by the reflected polynomial 0x82F63B78.
  private static let table: [UInt32] = {
    var table: [UInt32] = []
    for byte in 0..<UInt32(256) {
      var remainder = byte
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0x82F6_3B78 : remainder >> 1
      }
      table.append(remainder)
    }
    return table
  }()

  /// The check of the bytes, those of the range taken for zero.
  static func of(_ bytes: RecordBytes, withZeros zeros: Range<Int>) -> UInt32 {
    let table = table
    var remainder = ~UInt32(0)
    for offset in 0..<bytes.count {
      let byte = zeros.contains(offset) ? 0 : bytes[offset]
      remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
    }
    return ~remainder
  }
}
