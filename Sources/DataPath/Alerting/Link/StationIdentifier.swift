package import SeismicTypes

/// `NET_STA_LOC`, the text that names a station in datagrams and in the names of key files.
package enum StationIdentifier {
  /// The identifier of `text`, or nil when it is not
  /// `[A-Z0-9]{1,8}_[A-Z0-9]{1,8}_[A-Z0-9-]{0,8}`.
  package static func parse(_ text: String) -> ShortText? {
    guard let short = ShortText(text), isStationName(short) else { return nil }
    return short
  }
}
