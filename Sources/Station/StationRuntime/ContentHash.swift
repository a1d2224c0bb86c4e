internal import CSodium

/// SHA-256 of a file, whole or as the short fingerprint that messages carry.
enum ContentHash {
  /// The first 8 bytes of the bytes' SHA-256, the first one highest.
  static func prefix(of bytes: [UInt8]) -> UInt64 { prefix(ofDigest: sha256(of: bytes)) }

  /// The first 8 bytes of a digest, the first one highest.
  static func prefix(ofDigest digest: [UInt8]) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | UInt64(digest[index]) }
    return prefix
  }

  static func sha256(of bytes: [UInt8]) -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    // The output is as long as the function writes, the input as long as stated.
    _ = unsafe crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
    return hash
  }

  /// A digest in lower-case hexadecimal digits.
  static func hexadecimal(_ digest: [UInt8]) -> String {
    var text = ""
    for byte in digest {
      for digit in [byte >> 4, byte & 15] {
        let letter = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        text.unicodeScalars.append(Unicode.Scalar(letter))
      }
    }
    return text
  }
}
