import CSodium

/// An Ed25519 public key (RFC 8032) and its identifier.
package struct PublicKey: BitwiseCopyable, Sendable {
  package static let byteCount = 32
  private let storage: InlineArray<32, UInt8>
  package let identifier: KeyIdentifier

  /// The key of exactly 32 raw bytes, or nil.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count == 32, prepareSodium() else { return nil }
    var storage = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<32 { storage[index] = bytes[index] }
    self.storage = storage
    identifier = Self.identifier(of: storage.span)
  }

  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { storage.span }
  }

  /// The 64 lower-case hexadecimal digits of a `.pub` file.
  package var hexadecimal: String { hexadecimalText(of: bytes) }

  /// Whether `signature`, 64 bytes, is this key's over `message`.
  func verifies(signature: Span<UInt8>, over message: Span<UInt8>) -> Bool {
    guard signature.count == 64 else { return false }
    // The pointers are used within the calls that lend them, with the counts checked above.
    return unsafe signature.withUnsafeBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe storage.span.withUnsafeBufferPointer { key in
          guard let signature = signature.baseAddress, let key = key.baseAddress else {
            return false
          }
          return unsafe crypto_sign_verify_detached(
            signature, message.baseAddress, UInt64(message.count), key) == 0
        }
      }
    }
  }

  /// The first 8 bytes of the key's SHA-256.
  private static func identifier(of bytes: Span<UInt8>) -> KeyIdentifier {
    var hash = InlineArray<32, UInt8>(repeating: 0)
    var span = hash.mutableSpan
    // SHA-256 writes 32 bytes and reads the 32 of the key.
    unsafe span.withUnsafeMutableBufferPointer { hash in
      unsafe bytes.withUnsafeBufferPointer { key in
        guard let start = hash.baseAddress else { return }
        _ = unsafe crypto_hash_sha256(start, key.baseAddress, UInt64(key.count))
      }
    }
    var bits: UInt64 = 0
    for index in 0..<8 { bits = bits << 8 | UInt64(hash[index]) }
    return KeyIdentifier(rawValue: bits)
  }
}
