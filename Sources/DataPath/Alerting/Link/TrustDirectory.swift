import CLinux
import SeismicTypes

/// The keys a receiver trusts: a folder of files `NET_STA_LOC[.N].pub`.
///
/// The file's name binds its key to a station. A station may have several keys, so that an old one
/// and its successor overlap; a key belongs to one station only.
package struct TrustDirectory: Sendable {
  package let keys: [TrustedKey]

  /// More keys than any network has stations.
  private static var capacity: Int { 1 << 20 }

  package init(keys: [TrustedKey]) { self.keys = keys }

  /// Reads a folder; files that do not end in `.pub` are passed over, all wrong ones are named.
  package init(readingFrom folder: String) throws(AlertingError) {
    var keys: [TrustedKey] = []
    var files: [String] = []
    var faults: [AlertingError] = []
    for name in try Self.names(in: folder) {
      let file = folder + "/" + name
      do throws(AlertingError) {
        let key = try Self.key(named: name, file: file)
        if let other = keys.firstIndex(where: {
          $0.publicKey.identifier == key.publicKey.identifier
        }) {
          throw .trustDuplicate(file: file, other: files[other])
        }
        keys.append(key)
        files.append(file)
      } catch {
        faults.append(error)
      }
    }
    guard faults.isEmpty else { throw faults.count == 1 ? faults[0] : .several(faults) }
    self.keys = keys
  }

  private static func key(named name: String, file: String) throws(AlertingError) -> TrustedKey {
    guard let station = station(of: name) else { throw .trustName(file: file) }
    return TrustedKey(station: station, publicKey: try StationKeyFiles.loadPublic(file))
  }

  /// The station of a file name that ends in `.pub`, with or without a number before it.
  static func station(of name: String) -> ShortText? {
    var bytes = Array(name.utf8)
    guard bytes.count >= 4 else { return nil }
    bytes.removeLast(4)
    if let dot = bytes.firstIndex(of: UInt8(ascii: ".")) {
      let number = bytes[(dot + 1)...]
      guard !number.isEmpty, number.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
      bytes.removeSubrange(dot...)
    }
    var text = ShortText()
    for byte in bytes { guard text.append(byte) else { return nil } }
    return isStationName(text) ? text : nil
  }

  private static func names(in folder: String) throws(AlertingError) -> [String] {
    var bytes = [UInt8](repeating: 0, count: capacity)
    var mode: UInt32 = 0
    // The function writes at most `capacity` bytes, as long as the buffer is.
    let count = unsafe clinux_folder_names(folder, ".pub", &bytes, Int64(capacity), &mode)
    if count == -105 { throw .trustTooLarge(folder: folder) }  // ENOBUFS
    guard count >= 0 else {
      throw .system(path: folder, action: "read the folder", number: Int32(-count))
    }
    // Where the sticky bit is set others may write, but not replace.
    guard mode & 0o1002 != 0o0002 else { throw .trustFolderMode(folder: folder, mode: mode) }
    var names: [String] = []
    var start = 0
    for index in 0..<Int(count) where bytes[index] == 0 {
      names.append(String(decoding: bytes[start..<index], as: UTF8.self))
      start = index + 1
    }
    return names
  }
}
