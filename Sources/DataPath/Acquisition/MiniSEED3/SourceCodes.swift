/// The codes of an FDSN source identifier, `FDSN:NET_STA_LOC_BAND_SOURCE_SUBSOURCE`.
struct SourceCodes: Equatable {
  let network: String
  let station: String
  let location: String
  /// `HHZ` where band, source and subsource are of one letter each, else joined by `_` as libmseed
  /// writes them.
  let channel: String

  /// The codes of an identifier, nil where it is none of the FDSN's.
  init?(_ identifier: String) {
    let prefix = "FDSN:"
    guard identifier.hasPrefix(prefix) else { return nil }
    let codes = identifier.dropFirst(prefix.utf8.count)
      .split(separator: "_", omittingEmptySubsequences: false)
    guard codes.count == 6, !codes[0].isEmpty, !codes[1].isEmpty, !codes[4].isEmpty else {
      return nil
    }
    for code in codes {
      guard code.utf8.count <= 8, code.utf8.allSatisfy(Self.isCodeByte) else { return nil }
    }
    network = String(codes[0])
    station = String(codes[1])
    location = String(codes[2])
    let isShort = codes[3...].allSatisfy { $0.utf8.count == 1 }
    channel =
      String(codes[3]) + (isShort ? "" : "_") + String(codes[4]) + (isShort ? "" : "_")
      + String(codes[5])
  }

  private static func isCodeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
