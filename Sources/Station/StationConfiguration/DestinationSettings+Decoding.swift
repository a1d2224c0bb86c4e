extension DestinationSettings {
  init(_ object: JSONObject) {
    let expected = "a host name or an IP address"
    let host = object.text("host", maximumBytes: 253, expected: expected)
    if !host.isEmpty && !isHost(host) { object.report("host", expected: expected) }
    let port = object.integer("port", in: 1...65_535)
    self.init(host: host, port: UInt16(port))
    if let hops = object.optionalInteger("multicastHops", in: 0...255) {
      multicastHops = UInt8(hops)
    }
    // The kernel's names of interfaces have at most 15 bytes.
    interface = object.optionalText(
      "interface", maximumBytes: 15, expected: "the name of a network interface")
    object.reportUnknownKeys()
  }
}

/// Whether a text has only characters of host names and numeric addresses.
private func isHost(_ text: String) -> Bool {
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
      continue
    default: return false
    }
  }
  return true
}
