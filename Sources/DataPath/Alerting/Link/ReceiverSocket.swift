import CLinux

/// A UDP socket that datagrams arrive at.
package final class ReceiverSocket {
  private let descriptor: Int32
  /// The port it is bound to: the one the system chose where 0 was asked for.
  package let port: UInt16

  /// Binds a socket, and joins a multicast group where one is named.
  ///
  /// - Parameters:
  ///   - address: `HOST:PORT`, `[IPv6]:PORT` or `:PORT`; port 0 takes a free one. With a group, a
  ///     host other than 0.0.0.0 or :: names the interface by its address, and only the group's
  ///     datagrams arrive.
  ///   - group: A multicast address of the same IP version.
  ///   - interface: The network interface to join the group on.
  /// - Throws: `AlertingError` for an unusable address, a port that is taken, another IP version.
  package init(
    bind address: String, group: String? = nil, interface: String? = nil
  ) throws(AlertingError) {
    let (host, port) = try SocketAddress.split(address)
    var local = try SocketAddress.resolve(host, port: port, isPassive: true)
    let interfaceIndex = try SocketAddress.interfaceIndex(interface)
    let descriptor: Int32
    if let group {
      var joined = try SocketAddress.resolve(group, port: 0, isPassive: false)
      guard joined.is_multicast != 0, joined.is_version_6 == local.is_version_6 else {
        throw .groupAddress(text: group)
      }
      descriptor = unsafe clinux_udp_open_receiver(&local, &joined, interfaceIndex)
    } else {
      descriptor = unsafe clinux_udp_open_receiver(&local, nil, interfaceIndex)
    }
    guard descriptor >= 0 else {
      throw .socket(address: address, action: "receive datagrams there", number: -descriptor)
    }
    self.descriptor = descriptor
    self.port = UInt16(clamping: clinux_udp_port(descriptor))
  }

  deinit { clinux_udp_close(descriptor) }

  /// The next datagram; nil when none came within the time, or a signal did.
  ///
  /// A timeout of 0 does not wait.
  package func receive(
    timeoutNanoseconds: Int64
  ) throws(AlertingError) -> ReceivedDatagram? {
    var storage = InlineArray<513, UInt8>(repeating: 0)
    var source = InlineArray<16, UInt8>(repeating: 0)
    var sourcePort: UInt16 = 0
    var span = storage.mutableSpan
    var sourceSpan = source.mutableSpan
    // The C function writes at most the capacity it is told, and 16 bytes of address.
    let count = unsafe span.withUnsafeMutableBufferPointer { bytes in
      unsafe sourceSpan.withUnsafeMutableBufferPointer { source -> Int64 in
        guard let start = bytes.baseAddress, let source = source.baseAddress else { return 0 }
        return unsafe clinux_udp_receive(
          descriptor, start, Int64(bytes.count), timeoutNanoseconds, source, &sourcePort)
      }
    }
    if count == -11 || count == -4 { return nil }  // EAGAIN, EINTR
    guard count >= 0 else {
      throw .socket(address: "port \(port)", action: "receive", number: Int32(-count))
    }
    return ReceivedDatagram(
      storage: storage, count: Int(count),
      source: SourceAddress(bytes: source, port: sourcePort))
  }
}

extension SourceAddress {
  fileprivate init(bytes: InlineArray<16, UInt8>, port: UInt16) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<8 {
      high = high << 8 | UInt64(bytes[index])
      low = low << 8 | UInt64(bytes[8 + index])
    }
    self.init(highBits: high, lowBits: low, port: port)
  }
}
