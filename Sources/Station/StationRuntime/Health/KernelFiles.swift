internal import CLinux

/// Reads the small text files in which the kernel describes the board, below a root folder.
///
/// Tests lay out a folder of their own in place of `/`.
struct KernelFiles: Sendable {
  private static let largestByteCount = 16_384
  private static let longestListing = 16_384

  let root: String

  /// The file's text without the white space at its end, nil where it cannot be read.
  func text(_ path: String) -> String? {
    var bytes = [UInt8](repeating: 0, count: Self.largestByteCount)
    var mode: UInt32 = 0
    // The function writes at most as many bytes as it is told there is room for.
    let count = unsafe clinux_file_read(
      root + path, &bytes, Int64(Self.largestByteCount), &mode)
    guard count >= 0 else { return nil }
    var end = Int(count)
    while end > 0 && bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
    return String(decoding: bytes[..<end], as: UTF8.self)
  }

  /// The file's decimal number, nil where there is none.
  func number(_ path: String) -> Int64? { text(path).flatMap { Int64($0) } }

  /// The file's hexadecimal number, with or without `0x`.
  func hexadecimal(_ path: String) -> Int64? {
    guard let text = text(path) else { return nil }
    return Int64(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text, radix: 16)
  }

  /// The names in a folder, in order; none where it cannot be read.
  func names(in folder: String) -> [String] {
    var bytes = [UInt8](repeating: 0, count: Self.longestListing)
    var mode: UInt32 = 0
    // The function writes at most as many bytes as it is told there is room for.
    let count = unsafe clinux_folder_names(
      root + folder, "", &bytes, Int64(Self.longestListing), &mode)
    guard count > 0 else { return [] }
    var names: [String] = []
    var start = 0
    for index in 0..<Int(count) where bytes[index] == 0 {
      names.append(String(decoding: bytes[start..<index], as: UTF8.self))
      start = index + 1
    }
    return names
  }
}
