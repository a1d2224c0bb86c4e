import CLinux

/// Where alert datagrams go: an address the host's name has been resolved to.
///
/// Resolving may wait for the network, so it is done before the path starts or beside it, and the
/// result handed to the sender.
package struct AlertDestination: Sendable {
  /// `HOST:PORT` as it was given, for messages.
  package let name: String
  let address: clinux_udp_address
  let multicastHops: UInt8
  let interfaceIndex: Int32

  /// - Parameters:
  ///   - host: A host name or an IPv4 or IPv6 address, multicast groups included.
  ///   - port: The UDP port.
  ///   - multicastHops: How many routers a multicast datagram may pass; 1 stays on the network.
  ///   - interface: The network interface multicast leaves by; nil is the routing table's choice.
  /// - Throws: `AlertingError` for an unknown host or interface.
  package init(
    host: String, port: UInt16, multicastHops: UInt8 = 1, interface: String? = nil
  ) throws(AlertingError) {
    name = host + ":\(port)"
    self.multicastHops = multicastHops
    address = try SocketAddress.resolve(host, port: port, isPassive: false)
    interfaceIndex = try SocketAddress.interfaceIndex(interface)
  }

  /// The destination of a numeric address, without asking the network; nil where the host is a name.
  ///
  /// - Parameters:
  ///   - host: A host name or an IPv4 or IPv6 address, multicast groups included.
  ///   - port: The UDP port.
  ///   - multicastHops: How many routers a multicast datagram may pass; 1 stays on the network.
  ///   - interface: The network interface multicast leaves by; nil is the routing table's choice.
  /// - Throws: `AlertingError` for an unknown interface.
  package init?(
    numericHost host: String, port: UInt16, multicastHops: UInt8 = 1, interface: String? = nil
  ) throws(AlertingError) {
    guard let address = SocketAddress.numeric(host, port: port) else { return nil }
    name = host + ":\(port)"
    self.multicastHops = multicastHops
    self.address = address
    interfaceIndex = try SocketAddress.interfaceIndex(interface)
  }

  /// Opens a socket to it and closes it again: whether the sender will be able to.
  package func check() throws(AlertingError) { try SenderSocket(self).close() }
}
