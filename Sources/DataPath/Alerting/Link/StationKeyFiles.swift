import CLinux
import CSodium

/// The two files of a station's key pair: `station.key`, the secret seed, and `station.pub`.
package enum StationKeyFiles {
  /// Reads a private key file.
  ///
  /// No link is followed; the file belongs to this user or to root and gives group and others
  /// nothing, but for 0440 of root inside `$CREDENTIALS_DIRECTORY`. Copies of the seed are wiped.
  package static func load(_ path: String) throws(AlertingError) -> SigningKey {
    var seed = InlineArray<32, UInt8>(repeating: 0)
    defer { wipe(&seed) }
    var mode: UInt32 = 0
    var owner: UInt32 = 0
    var span = seed.mutableSpan
    // The C function writes at most the 32 bytes it is lent, and the two numbers.
    let result = unsafe span.withUnsafeMutableBufferPointer { bytes -> Int32 in
      guard let start = bytes.baseAddress else { return 0 }
      return unsafe clinux_key_read_private(path, start, &mode, &owner)
    }
    switch result {
    case 0: break
    case -Int32(CLINUX_KEY_OWNER): throw .keyOwner(file: path, owner: owner)
    case -Int32(CLINUX_KEY_MODE):
      throw .keyMode(file: path, mode: mode, expected: "0600, nothing for group and others")
    default: throw keyFault(result, path)
    }
    guard let key = SigningKey(seed: seed.span) else { throw .keyUnusable(file: path) }
    return key
  }

  /// The service manager's copy of a file, where it lends one of that name
  /// (`$CREDENTIALS_DIRECTORY`), or else the path itself.
  package static func credential(for path: String) -> String {
    let capacity = 4096
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
    // Owned here alone; the C function writes at most the capacity it is told, closed by a zero.
    defer { unsafe text.deallocate() }
    guard unsafe clinux_key_credential(path, text, Int64(capacity)) == 1 else { return path }
    return unsafe String(cString: text)
  }

  /// Reads a public key file, which only its owner may write.
  package static func loadPublic(_ path: String) throws(AlertingError) -> PublicKey {
    var bytes = InlineArray<32, UInt8>(repeating: 0)
    var mode: UInt32 = 0
    var span = bytes.mutableSpan
    // The C function writes at most the 32 bytes it is lent.
    let result = unsafe span.withUnsafeMutableBufferPointer { bytes -> Int32 in
      guard let start = bytes.baseAddress else { return 0 }
      return unsafe clinux_key_read_public(path, start, &mode)
    }
    switch result {
    case 0: break
    case -Int32(CLINUX_KEY_MODE):
      throw .keyMode(file: path, mode: mode, expected: "0644, not writable by group and others")
    default: throw keyFault(result, path)
    }
    guard isCurvePoint(bytes), let key = PublicKey(bytes.span) else {
      throw .keyUnusable(file: path)
    }
    return key
  }

  /// Makes a key pair and writes its two files into `directory`, which is made if it is absent.
  ///
  /// Neither file is ever overwritten, and none is left half-written.
  package static func generate(into directory: String) throws(AlertingError) -> PublicKey {
    guard prepareSodium() else { throw .noRandomness }
    var seed = InlineArray<32, UInt8>(repeating: 0)
    defer { wipe(&seed) }
    var span = seed.mutableSpan
    // libsodium fills exactly the bytes it is given.
    unsafe span.withUnsafeMutableBufferPointer { bytes in
      if let start = bytes.baseAddress { unsafe randombytes_buf(start, bytes.count) }
    }
    guard let key = SigningKey(seed: seed.span) else { throw .noRandomness }
    var isPublic: Int32 = 0
    // The C function reads 32 bytes of each.
    let result = unsafe seed.span.withUnsafeBufferPointer { seed in
      unsafe key.publicKey.bytes.withUnsafeBufferPointer { bytes -> Int32 in
        guard let seed = seed.baseAddress, let bytes = bytes.baseAddress else { return 0 }
        return unsafe clinux_key_create_pair(directory, seed, bytes, &isPublic)
      }
    }
    guard result != 0 else { return key.publicKey }
    let file = directory + (isPublic == 0 ? "/station.key" : "/station.pub")
    if result == -17 { throw .keyExists(file: file) }  // EEXIST
    throw .system(path: file, action: "write the key", number: -result)
  }

  private static func keyFault(_ result: Int32, _ path: String) -> AlertingError {
    switch result {
    case -Int32(CLINUX_KEY_FORMAT): .keyFormat(file: path)
    case -Int32(CLINUX_KEY_NOT_REGULAR): .notRegular(file: path)
    default: .system(path: path, action: "read the key", number: -result)
    }
  }

  /// Whether the bytes are a point of the group Ed25519 signs in; libsodium refuses all others when
  /// it verifies, here they are refused while a person looks on.
  private static func isCurvePoint(_ key: InlineArray<32, UInt8>) -> Bool {
    guard prepareSodium() else { return false }
    // libsodium reads 32 bytes.
    return unsafe key.span.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe crypto_core_ed25519_is_valid_point(start) == 1
    }
  }

  private static func wipe(_ seed: inout InlineArray<32, UInt8>) {
    var span = seed.mutableSpan
    // Exactly the span's bytes; the compiler may not leave the call out.
    unsafe span.withUnsafeMutableBufferPointer { bytes in
      if let start = bytes.baseAddress { unsafe sodium_memzero(start, bytes.count) }
    }
  }
}
