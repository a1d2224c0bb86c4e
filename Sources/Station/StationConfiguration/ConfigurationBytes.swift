import CLinux

/// The bytes of one configuration file, and where they came from.
package struct ConfigurationBytes: Sendable {
  /// The path as given; messages name it.
  package let path: String
  package let bytes: [UInt8]

  /// More than any configuration needs, little enough to read without a thought.
  static var capacity: Int { 256 * 1024 }

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Reads a file of at most 256 KiB that only its owner may write.
  package init(readingFrom path: String) throws(ConfigurationProblem) {
    var bytes = [UInt8](repeating: 0, count: Self.capacity)
    var mode: UInt32 = 0
    // The callee writes no more than the bytes it is told of.
    let count = unsafe clinux_file_read(path, &bytes, Int64(Self.capacity), &mode)
    guard count >= 0 else {
      throw .unreadable(file: path, reason: errorText(Int32(-count)))
    }
    guard mode & 0o022 == 0 else { throw .writableByOthers(file: path, mode: mode) }
    bytes.removeLast(Self.capacity - Int(count))
    self.init(path: path, bytes: bytes)
  }

  /// `path` as seen from the folder this file lies in; absolute paths stay as they are.
  func resolve(_ other: String) -> String {
    guard other.utf8.first != UInt8(ascii: "/") else { return other }
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return other }
    return String(path[...slash]) + other
  }
}

private func errorText(_ errorNumber: Int32) -> String {
  // The text is a static string of the C library.
  unsafe String(cString: clinux_error_text(errorNumber))
}
