/// CRC-32C (Castagnoli, RFC 3720), which serial frames and miniSEED 3 carry.
///
/// The polynomial is 0x1EDC6F41, reflected, with all ones at the start and inverted at the end;
/// `123456789` gives 0xE3069283.
///
/// It finds every error of up to five bits in a frame of up to 655 bytes, of up to three in any frame
/// of the protocol, and every burst of up to 32 bits (Koopman 2002, DSN, 10.1109/DSN.2002.1028931);
/// of other damage it misses one in 2³².
package struct CRC32C: Sendable {
  /// The remainder of each byte alone.
  private let table: InlineArray<256, UInt32>

  package init() {
    table = InlineArray { byte in
      var remainder = UInt32(truncatingIfNeeded: byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0x82F6_3B78
      }
      return remainder
    }
  }

  /// The register before the first byte.
  package static var start: UInt32 { @_noAllocation @_noLocks get { .max } }

  /// The register after one more byte.
  @_noAllocation @_noLocks
  package func register(_ register: UInt32, after byte: UInt8) -> UInt32 {
    table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register &>> 8)
  }

  /// The check value of the bytes the register has seen.
  @_noAllocation @_noLocks
  package static func check(_ register: UInt32) -> UInt32 { ~register }
}
