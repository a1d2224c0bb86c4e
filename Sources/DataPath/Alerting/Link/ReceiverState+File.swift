import CLinux
import CSodium
import SeismicTypes

// The file: a line with the format's name, a line `kid station bootId sequence window` for each
// key, numbers decimal, kid and window of 16 hexadecimal digits, and a last line
// `end <number of keys> <first 16 hexadecimal digits of the SHA-256 of all lines before it>`.
extension ReceiverState {
  private static var firstLine: String { "firstbreak-receiver-state 1" }
  /// Lines for more than 200,000 keys.
  private static var capacity: Int { 16 << 20 }

  /// Reads a state file, the empty state where there is none.
  ///
  /// A damaged file is an error: forgetting what was accepted would open the door to replays.
  package init(readingFrom path: String) throws(AlertingError) {
    self.init()
    guard let bytes = try Self.contents(of: path) else { return }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.popLast()?.isEmpty == true, let last = lines.popLast() else {
      throw .receiverState(file: path, line: lines.count + 1, expected: "a last line `end …`")
    }
    let ending = Array(Self.ending(of: bytes[0..<last.startIndex], count: lines.count - 1).utf8)
    guard Array(last) == ending else {
      throw .receiverState(
        file: path, line: lines.count + 1,
        expected: "the count and check sum of the lines above, the file is damaged")
    }
    guard let first = lines.first, Array(first) == Array(Self.firstLine.utf8) else {
      throw .receiverState(file: path, line: 1, expected: "`\(Self.firstLine)`")
    }
    for index in 1..<lines.count {
      guard let entry = Entry(line: lines[index]) else {
        throw .receiverState(
          file: path, line: index + 1, expected: "`kid station bootId sequence window`")
      }
      entries.append(entry)
    }
  }

  /// Replaces the state file as a whole.
  ///
  /// - Parameters:
  ///   - path: The file; a reader sees the old or the new one.
  ///   - isDurable: Whether to wait until it will survive a loss of power; without, it survives the
  ///     end of this process.
  /// - Throws: `AlertingError` when it cannot be written.
  package func write(to path: String, isDurable: Bool = true) throws(AlertingError) {
    var bytes = Array((Self.firstLine + "\n").utf8)
    for entry in entries { bytes += Array(entry.line.utf8) }
    bytes += Array((Self.ending(of: bytes[...], count: entries.count) + "\n").utf8)
    let result = unsafe clinux_folder_replace_file(
      path, bytes, Int64(bytes.count), isDurable ? 1 : 0)
    guard result == 0 else {
      throw .system(path: path, action: "store the receiver's state", number: -result)
    }
  }

  private static func contents(of path: String) throws(AlertingError) -> [UInt8]? {
    // Path, buffer and mode are lent for the length of each call, the buffer with its own size.
    var mode: UInt32 = 0
    let size = unsafe clinux_file_size(path)
    if size == -2 { return nil }  // ENOENT
    var bytes = [UInt8](repeating: 0, count: Int(min(max(size, 0), Int64(capacity))))
    // The buffer is as long as the count says.
    let count =
      size < 0 ? size : unsafe clinux_file_read(path, &bytes, Int64(bytes.count), &mode)
    guard count >= 0 else {
      throw .system(path: path, action: "read the receiver's state", number: Int32(-count))
    }
    guard mode & 0o022 == 0 else {
      throw .keyMode(file: path, mode: mode, expected: "0600, not writable by group and others")
    }
    bytes.removeLast(bytes.count - Int(count))
    return bytes
  }

  /// The last line, without its newline.
  private static func ending(of lines: ArraySlice<UInt8>, count: Int) -> String {
    var hash = InlineArray<32, UInt8>(repeating: 0)
    var span = hash.mutableSpan
    // SHA-256 reads the lines and writes 32 bytes.
    unsafe span.withUnsafeMutableBufferPointer { hash in
      unsafe lines.withUnsafeBufferPointer { lines in
        guard let start = hash.baseAddress else { return }
        _ = unsafe crypto_hash_sha256(start, lines.baseAddress, UInt64(lines.count))
      }
    }
    return "end \(count) " + hexadecimalText(of: hash.span.extracting(0..<8))
  }
}

extension ReceiverState.Entry {
  var line: String {
    keyIdentifier.hexadecimal + " " + station.string + " \(window.bootId) "
      + "\(window.highestSequence) " + hexadecimalText(of: window.acceptedBits) + "\n"
  }

  init?(line: ArraySlice<UInt8>) {
    let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard fields.count == 5, let kid = hexadecimalNumber(of: fields[0]),
      let station = StationIdentifier.parse(String(decoding: fields[1], as: UTF8.self)),
      let bootId = DecimalNumber.parse(fields[2]), let sequence = DecimalNumber.parse(fields[3]),
      let bits = hexadecimalNumber(of: fields[4]), bits & 1 == 1
    else { return nil }
    keyIdentifier = KeyIdentifier(rawValue: kid)
    self.station = station
    window = ReplayWindow(bootId: bootId, highestSequence: sequence, acceptedBits: bits)
  }
}

/// The number of exactly 16 lower-case hexadecimal digits, or nil.
private func hexadecimalNumber(of digits: ArraySlice<UInt8>) -> UInt64? {
  guard digits.count == 16 else { return nil }
  var number: UInt64 = 0
  for digit in digits {
    switch digit {
    case 0x30...0x39: number = number << 4 | UInt64(digit - 0x30)
    case 0x61...0x66: number = number << 4 | UInt64(digit - 0x57)
    default: return nil
    }
  }
  return number
}
