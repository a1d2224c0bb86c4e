import CLinux

/// A decimal number as the kernel writes it into an attribute file: `-12`, `0.005000000`, `101.325`.
package enum SysfsNumber {
  /// The number in thousand-millionths.
  ///
  /// - Parameter bytes: The file's text, with or without a line end.
  /// - Returns: Nil for anything but one decimal number whose size is below 9 · 10⁹; decimals beyond
  ///   the ninth are left out.
  package static func nanos(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var digits = bytes
    while let last = digits.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: " ") {
      digits = digits.dropLast()
    }
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    var whole: Int64 = 0
    var decimalCount: Int?
    var digitCount = 0
    for byte in digits {
      if byte == UInt8(ascii: "."), decimalCount == nil {
        decimalCount = 0
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      digitCount += 1
      if let count = decimalCount {
        guard count < 9 else { continue }
        decimalCount = count + 1
      }
      guard whole < 900_000_000_000_000_000 else { return nil }
      whole = whole * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    guard digitCount > 0 else { return nil }
    for _ in (decimalCount ?? 0)..<9 {
      guard whole < 900_000_000_000_000_000 else { return nil }
      whole *= 10
    }
    return isNegative ? -whole : whole
  }

  /// The number in an attribute file, in thousand-millionths; nil where there is none.
  static func nanos(at path: String) -> Int64? {
    guard let bytes = text(at: path) else { return nil }
    return nanos(bytes[...])
  }

  /// The bytes of an attribute file of at most 128; nil where it cannot be read.
  static func text(at path: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 128)
    var mode: UInt32 = 0
    // The callee writes no more than the bytes it is told of.
    let count = unsafe clinux_file_read(path, &bytes, 128, &mode)
    guard count >= 0 else { return nil }
    return Array(bytes.prefix(Int(count)))
  }
}
