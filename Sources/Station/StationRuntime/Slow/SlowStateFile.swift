internal import CLinux

/// What the slow channels have learnt, kept across restarts in `slowChannels` of the state folder.
///
/// A line with the format's name, a line `channel <source>/<quantity> <numbers>` for each channel, and a
/// last line `end <number of channels> <first 16 hexadecimal digits of the SHA-256 of all before it>`.
package struct SlowStateFile: Equatable {
  /// A channel's name and its numbers.
  package struct Entry: Equatable {
    package var name: String
    package var words: [Int64]

    package init(name: String, words: [Int64]) {
      self.name = name
      self.words = words
    }
  }

  package var entries: [Entry]
  /// The first line: what the numbers are of, and the format's version.
  private let title: String

  package static let slowChannelsTitle = "firstbreak-slow-channels 1"
  private static let capacity = 256 * 1024

  package init(entries: [Entry], title: String = SlowStateFile.slowChannelsTitle) {
    self.entries = entries
    self.title = title
  }

  /// The file's bytes.
  package var bytes: [UInt8] {
    var text = title + "\n"
    for entry in entries {
      text += "channel " + entry.name
      for word in entry.words { text += " \(word)" }
      text += "\n"
    }
    return Array((text + Self.ending(of: Array(text.utf8), count: entries.count) + "\n").utf8)
  }

  /// Takes a file's bytes; nil for anything that `bytes` has not given.
  package init?(_ bytes: [UInt8], title: String = SlowStateFile.slowChannelsTitle) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true, let last = lines.popLast(),
      let first = lines.first, Array(first) == Array(title.utf8)
    else { return nil }
    let before = Array(bytes[..<last.startIndex])
    guard Array(last) == Array(Self.ending(of: before, count: lines.count - 1).utf8) else {
      return nil
    }
    self.title = title
    entries = []
    for line in lines.dropFirst() {
      guard let entry = Self.entry(line) else { return nil }
      entries.append(entry)
    }
  }

  /// The channels' numbers at a path; nil where there are none or the file is damaged, which `isDamaged`
  /// tells.
  package static func read(
    _ path: String, title: String = SlowStateFile.slowChannelsTitle, isDamaged: inout Bool
  ) -> SlowStateFile? {
    var bytes = [UInt8](repeating: 0, count: capacity)
    var mode: UInt32 = 0
    // The callee writes no more than the bytes it is told of.
    let count = unsafe clinux_file_read(path, &bytes, Int64(capacity), &mode)
    isDamaged = count != -2 && count != -20  // ENOENT, ENOTDIR: there is no file
    guard count >= 0 else { return nil }
    let file = SlowStateFile(Array(bytes.prefix(Int(count))), title: title)
    isDamaged = file == nil
    return file
  }

  /// Replaces the file as a whole, so that a loss of power leaves the old one or the new.
  ///
  /// - Parameter path: The file.
  /// - Returns: Zero, or a negative errno.
  package func write(_ path: String) -> Int32 {
    let bytes = bytes
    // The callee reads the array's own count of bytes.
    return unsafe clinux_folder_replace_file(path, bytes, Int64(bytes.count), 1)
  }

  private static func ending(of bytes: [UInt8], count: Int) -> String {
    let digits = String(ContentHash.prefix(of: bytes), radix: 16)
    return "end \(count) " + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func entry(_ line: ArraySlice<UInt8>) -> Entry? {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count >= 2, Array(fields[0]) == Array("channel".utf8), !fields[1].isEmpty else {
      return nil
    }
    var words: [Int64] = []
    for field in fields[2...] {
      guard let word = number(field) else { return nil }
      words.append(word)
    }
    return Entry(name: String(decoding: fields[1], as: UTF8.self), words: words)
  }

  /// A decimal number of 64 bits with its sign.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    let isNegative = digits.first == UInt8(ascii: "-")
    let figures = isNegative ? digits.dropFirst() : digits
    guard !figures.isEmpty else { return nil }
    var number: Int64 = 0
    for byte in figures {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: 10)
      let digit = Int64(byte - UInt8(ascii: "0"))
      // Built downward for a negative number, so that the smallest one has room.
      let (sum, carry) =
        isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      guard !overflow, !carry else { return nil }
      number = sum
    }
    return number
  }
}
