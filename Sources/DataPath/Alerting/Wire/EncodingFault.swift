/// Why a message cannot become a datagram; each is a mistake of the station, none of its signal.
package enum EncodingFault: Error, Equatable, Sendable {
  /// The message's type requires the field of this key.
  case absentField(key: UInt8)
  /// The message's type does not carry the field of this key.
  case unexpectedField(key: UInt8)
  /// The field's value lies outside what receivers accept.
  case outOfRange(key: UInt8)
  /// More than 512 bytes.
  case tooLarge
  case notSigned

  package var message: String {
    switch self {
    case .absentField(let key): "alert message: field \(key) is absent, the type requires it"
    case .unexpectedField(let key): "alert message: field \(key) is not one of the type's fields"
    case .outOfRange(let key): "alert message: field \(key) is outside the range of the contract"
    case .tooLarge: "alert message: longer than the 512 bytes of a datagram"
    case .notSigned: "alert message: libsodium could not sign it"
    }
  }
}
