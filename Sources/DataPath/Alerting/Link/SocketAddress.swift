import CLinux

/// From texts to the addresses and interface numbers of the kernel.
enum SocketAddress {
  static func resolve(
    _ host: String, port: UInt16, isPassive: Bool
  ) throws(AlertingError) -> clinux_udp_address {
    var address = clinux_udp_address()
    let result = unsafe clinux_udp_resolve(host, port, isPassive ? 1 : 0, &address)
    if result == -Int32(CLINUX_UDP_UNKNOWN) { throw .unknownHost(host: host) }
    guard result == 0 else {
      throw .socket(address: host, action: "look up the host", number: -result)
    }
    return address
  }

  /// The address of a numeric host, nil for a name; asks nobody.
  static func numeric(_ host: String, port: UInt16) -> clinux_udp_address? {
    var address = clinux_udp_address()
    // The text and the address are lent for the length of the call.
    return unsafe clinux_udp_numeric(host, port, &address) == 0 ? address : nil
  }

  /// The interface's number, 0 where none is named.
  static func interfaceIndex(_ name: String?) throws(AlertingError) -> Int32 {
    guard let name else { return 0 }
    let index = unsafe clinux_udp_interface(name)
    guard index > 0 else { throw .unknownInterface(name: name, number: -index) }
    return index
  }

  /// The parts of `HOST:PORT`, `[IPv6]:PORT` or `:PORT`, whose host is empty.
  static func split(_ text: String) throws(AlertingError) -> (host: String, port: UInt16) {
    let bytes = Array(text.utf8)
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")),
      let number = DecimalNumber.parse(bytes[(colon + 1)...]), let port = UInt16(exactly: number)
    else { throw .address(text: text) }
    var host = bytes[..<colon]
    if host.first == UInt8(ascii: "[") {
      guard host.last == UInt8(ascii: "]"), host.count > 2 else { throw .address(text: text) }
      host = host.dropFirst().dropLast()
    } else if host.contains(UInt8(ascii: ":")) {
      throw .address(text: text)
    }
    return (String(decoding: host, as: UTF8.self), port)
  }
}
