/// At most 32 bytes of printable ASCII, held in place so that messages own no memory.
package struct ShortText: BitwiseCopyable, Sendable {
  package static let capacity = 32
  private var bytes: InlineArray<32, UInt8>
  package private(set) var count: Int

  /// The empty text.
  @_noAllocation @_noLocks
  package init() {
    bytes = InlineArray(repeating: 0)
    count = 0
  }

  /// The text, or nil when it is longer than 32 bytes or holds anything but printable ASCII.
  package init?(_ text: String) {
    self.init()
    for byte in text.utf8 {
      guard append(byte) else { return nil }
    }
  }

  /// Appends a byte; false when the text is full or the byte is not printable ASCII (0x20…0x7E).
  @_noAllocation @_noLocks
  package mutating func append(_ byte: UInt8) -> Bool {
    guard count < 32, byte >= 0x20, byte <= 0x7E else { return false }
    bytes[count] = byte
    count &+= 1
    return true
  }

  /// The byte at `index`, 0 ≤ index < count.
  @_noAllocation @_noLocks
  package func byte(at index: Int) -> UInt8 { bytes[index] }

  package var string: String {
    var text = ""
    for index in 0..<count { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
    return text
  }
}

extension ShortText: Equatable {
  @_noAllocation @_noLocks
  package static func == (lhs: ShortText, rhs: ShortText) -> Bool {
    guard lhs.count == rhs.count else { return false }
    for index in 0..<lhs.count where lhs.bytes[index] != rhs.bytes[index] { return false }
    return true
  }
}
