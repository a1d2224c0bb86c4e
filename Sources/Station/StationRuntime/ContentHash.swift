internal import CSodium

/// The short fingerprint of a file that heartbeats carry.
enum ContentHash {
  /// The first 8 bytes of the bytes' SHA-256, the first one highest.
  static func prefix(of bytes: [UInt8]) -> UInt64 {
    var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    // The output is as long as the function writes, the input as long as stated.
    _ = unsafe crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | UInt64(hash[index]) }
    return prefix
  }
}
