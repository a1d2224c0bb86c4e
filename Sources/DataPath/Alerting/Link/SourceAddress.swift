import CLinux

/// Where a datagram came from: an IPv6 address, or IPv4 as ::ffff:a.b.c.d, and a port.
package struct SourceAddress: BitwiseCopyable, Equatable, Sendable {
  /// The address's first eight bytes, the first one highest.
  package let highBits: UInt64
  /// The address's last eight bytes.
  package let lowBits: UInt64
  package let port: UInt16

  package init(highBits: UInt64, lowBits: UInt64, port: UInt16) {
    self.highBits = highBits
    self.lowBits = lowBits
    self.port = port
  }

  /// An IPv4 address, `a` in a.b.c.d highest.
  package init(version4 bits: UInt32, port: UInt16) {
    self.init(highBits: 0, lowBits: 0xFFFF_0000_0000 | UInt64(bits), port: port)
  }

  /// The address as people write it, without the port.
  package var text: String {
    var bytes = [UInt8](repeating: 0, count: 16)
    for index in 0..<8 {
      bytes[index] = UInt8(truncatingIfNeeded: highBits >> UInt64(56 - 8 * index))
      bytes[8 + index] = UInt8(truncatingIfNeeded: lowBits >> UInt64(56 - 8 * index))
    }
    var characters = [CChar](repeating: 0, count: 46)
    unsafe clinux_udp_address_text(bytes, &characters)
    var text = ""
    for character in characters {
      guard character != 0 else { break }
      text.unicodeScalars.append(Unicode.Scalar(UInt8(bitPattern: character)))
    }
    return text
  }
}
