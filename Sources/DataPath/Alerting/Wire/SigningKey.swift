import CSodium

/// A station's Ed25519 key pair; the secret lives in guarded memory and is wiped on release.
///
/// @safe, @unchecked: the pointer never leaves the class, and the memory is written in `init`
/// alone and only read afterwards.
@safe
package final class SigningKey: @unchecked Sendable {
  package static let seedByteCount = 32
  package let publicKey: PublicKey
  // libsodium's 64 bytes: the seed and the public key.
  private let secret: UnsafeMutablePointer<UInt8>

  /// The key pair of a seed of 32 bytes, which the caller wipes; nil for another length, or where
  /// libsodium cannot start or has no memory.
  package init?(seed: Span<UInt8>) {
    guard seed.count == 32, prepareSodium(), let memory = unsafe sodium_malloc(64) else {
      return nil
    }
    let secret = unsafe memory.assumingMemoryBound(to: UInt8.self)
    var publicBytes = InlineArray<32, UInt8>(repeating: 0)
    var span = publicBytes.mutableSpan
    // libsodium reads 32 bytes of seed and writes 32 and 64 bytes; `secret` is that long.
    let isMade = unsafe span.withUnsafeMutableBufferPointer { publicBytes in
      unsafe seed.withUnsafeBufferPointer { seed in
        guard let publicStart = publicBytes.baseAddress, let seedStart = seed.baseAddress else {
          return false
        }
        return unsafe crypto_sign_seed_keypair(publicStart, secret, seedStart) == 0
      }
    }
    guard isMade, let publicKey = PublicKey(publicBytes.span) else {
      unsafe sodium_free(secret)
      return nil
    }
    self.publicKey = publicKey
    unsafe self.secret = secret
  }

  // sodium_free overwrites the memory before it returns it.
  deinit { unsafe sodium_free(secret) }

  package var identifier: KeyIdentifier { publicKey.identifier }

  /// The 64 bytes of the signature over `message`, or nil should libsodium fail.
  func signature(over message: Span<UInt8>) -> InlineArray<64, UInt8>? {
    var signature = InlineArray<64, UInt8>(repeating: 0)
    var span = signature.mutableSpan
    // libsodium writes 64 bytes; the secret's 64 live as long as this object.
    let isMade = unsafe span.withUnsafeMutableBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        guard let start = signature.baseAddress else { return false }
        return unsafe crypto_sign_detached(
          start, nil, message.baseAddress, UInt64(message.count), secret) == 0
      }
    }
    return isMade ? signature : nil
  }
}
