/// Which channel codes of a recording to read: patterns such as `EN?`, separated by commas.
///
/// `?` stands for one character, `*` for any number of them; a code passes when one pattern fits.
package struct ChannelFilter: Equatable, Sendable {
  package let text: String
  private let patterns: [[UInt8]]

  /// The filter that every channel passes.
  package static var all: ChannelFilter { ChannelFilter(text: "*", patterns: [[asterisk]]) }

  private init(text: String, patterns: [[UInt8]]) {
    self.text = text
    self.patterns = patterns
  }

  /// The filter of a command line or a board file.
  package init(_ text: String) throws(AcquisitionError) {
    var patterns: [[UInt8]] = [[]]
    for byte in text.utf8 {
      if byte == UInt8(ascii: ",") {
        patterns.append([])
      } else {
        guard Self.isPatternByte(byte) else { throw .badChannelFilter(text) }
        patterns[patterns.count - 1].append(byte)
      }
    }
    for pattern in patterns where pattern.isEmpty || pattern.count > 16 {
      throw .badChannelFilter(text)
    }
    self.init(text: text, patterns: patterns)
  }

  /// Whether a channel of this code is to be read.
  package func includes(channelCode: String) -> Bool {
    let code = [UInt8](channelCode.utf8)
    for pattern in patterns where Self.fits(code, pattern, fromCode: 0, fromPattern: 0) {
      return true
    }
    return false
  }

  private static var asterisk: UInt8 { UInt8(ascii: "*") }

  private static func isPatternByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "?"), asterisk: true
    default: false
    }
  }

  private static func fits(
    _ code: [UInt8], _ pattern: [UInt8], fromCode: Int, fromPattern: Int
  ) -> Bool {
    guard fromPattern < pattern.count else { return fromCode == code.count }
    if pattern[fromPattern] == asterisk {
      for next in fromCode...code.count
      where fits(code, pattern, fromCode: next, fromPattern: fromPattern + 1) {
        return true
      }
      return false
    }
    guard fromCode < code.count else { return false }
    let isFit = pattern[fromPattern] == UInt8(ascii: "?") || pattern[fromPattern] == code[fromCode]
    return isFit && fits(code, pattern, fromCode: fromCode + 1, fromPattern: fromPattern + 1)
  }
}
