/// Where alert datagrams go: one element of `destinations` in a station file.
package struct DestinationSettings: Equatable, Sendable {
  /// A host name or a numeric IPv4 or IPv6 address, multicast groups included.
  package var host: String
  package var port: UInt16
  /// How many routers a multicast datagram may pass; 1 stays on the local network.
  package var multicastHops: UInt8 = 1
  /// Name of the network interface for multicast; nil leaves it to the routing table.
  package var interface: String?

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }
}
