/// The FDSN codes that name a station: network, station and location.
///
/// Network and station are 1–8 of `A–Z 0–9`, location 0–8 of `A–Z 0–9 -` (FDSN source identifiers).
package struct StationIdentity: Equatable, Sendable {
  package let networkCode: String
  package let stationCode: String
  package let locationCode: String

  /// The identity, or nil when a code breaks the FDSN rules.
  package init?(networkCode: String, stationCode: String, locationCode: String) {
    guard
      Self.isCode(networkCode, lengths: 1...8, allowsDash: false),
      Self.isCode(stationCode, lengths: 1...8, allowsDash: false),
      Self.isCode(locationCode, lengths: 0...8, allowsDash: true)
    else { return nil }
    self.networkCode = networkCode
    self.stationCode = stationCode
    self.locationCode = locationCode
  }

  /// `NET_STA_LOC`, as datagrams and key files write it.
  package var text: String { networkCode + "_" + stationCode + "_" + locationCode }

  /// Whether `text` is a code of the given length made of upper-case letters and digits.
  package static func isCode(
    _ text: String, lengths: ClosedRange<Int>, allowsDash: Bool
  ) -> Bool {
    var count = 0
    for byte in text.utf8 {
      let isLetter = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      guard isLetter || isDigit || (allowsDash && byte == UInt8(ascii: "-")) else { return false }
      count += 1
    }
    return count >= lengths.lowerBound && count <= lengths.upperBound
  }
}

/// What a channel's counts measure.
package enum Quantity: UInt8, Sendable {
  /// m/s²
  case acceleration
  /// m/s
  case velocity
}
