package import SeismicTypes

/// Reads deterministic CBOR and refuses everything else as `structure` or `badText`.
///
/// Refused: integers and lengths that are not in their shortest form, indefinite lengths, floats,
/// null and other simple values but true and false, tags, reserved heads, texts over 32 bytes or
/// not of printable ASCII, and reading past the end.
package struct CBORReader: ~Escapable {
  private let bytes: Span<UInt8>
  package private(set) var position = 0

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  package var isAtEnd: Bool { position == bytes.count }

  /// The major type and the argument of the next item.
  package mutating func head() throws(RefusalReason) -> (majorType: UInt8, argument: UInt64) {
    let first = try byte()
    let majorType = first >> 5
    let information = first & 31
    if information < 24 {
      // Of the simple values only false (20) and true (21) are in the contract.
      guard majorType != 7 || information == 20 || information == 21 else { throw .structure }
      return (majorType, UInt64(information))
    }
    guard majorType != 7, information <= 27 else { throw .structure }
    let byteCount = 1 << Int(information - 24)
    var argument: UInt64 = 0
    for _ in 0..<byteCount { argument = argument << 8 | UInt64(try byte()) }
    let smallest: UInt64 = byteCount == 1 ? 24 : 1 << UInt64(4 * byteCount)
    guard argument >= smallest else { throw .structure }
    return (majorType, argument)
  }

  package mutating func unsigned() throws(RefusalReason) -> UInt64 { try argument(of: 0) }

  package mutating func unsigned32() throws(RefusalReason) -> UInt32 {
    guard let value = UInt32(exactly: try argument(of: 0)) else { throw .structure }
    return value
  }

  /// A small number that stands for a case.
  package mutating func number(max: UInt8) throws(RefusalReason) -> UInt8 {
    let argument = try argument(of: 0)
    guard argument <= UInt64(max) else { throw .structure }
    return UInt8(argument)
  }

  /// An array of two integers: a mean and its deviation.
  package mutating func thousandths() throws(RefusalReason) -> Thousandths {
    try array(count: 2)
    return Thousandths(mean: try integer32(), sigma: try integer32())
  }

  package mutating func integer() throws(RefusalReason) -> Int64 {
    let head = try head()
    guard head.majorType <= 1, head.argument <= UInt64(Int64.max) else { throw .structure }
    let magnitude = Int64(truncatingIfNeeded: head.argument)
    return head.majorType == 0 ? magnitude : ~magnitude
  }

  package mutating func integer32() throws(RefusalReason) -> Int32 {
    guard let value = Int32(exactly: try integer()) else { throw .structure }
    return value
  }

  package mutating func boolean() throws(RefusalReason) -> Bool { try argument(of: 7) == 21 }

  package mutating func text(maximumCount: Int = 32) throws(RefusalReason) -> ShortText {
    try textBody(count: try argument(of: 3), maximumCount: maximumCount)
  }

  /// A byte string of exactly eight bytes, the first one highest.
  package mutating func eightBytes() throws(RefusalReason) -> UInt64 {
    guard try argument(of: 2) == 8 else { throw .structure }
    var bits: UInt64 = 0
    for _ in 0..<8 { bits = bits << 8 | UInt64(try byte()) }
    return bits
  }

  /// Where the bytes of a byte string lie; reading goes on behind them.
  package mutating func byteString() throws(RefusalReason) -> (start: Int, count: Int) {
    let count = try argument(of: 2)
    let start = position
    try advance(by: count)
    return (start, position - start)
  }

  package mutating func array(count: Int) throws(RefusalReason) {
    guard try argument(of: 4) == UInt64(count) else { throw .structure }
  }

  package mutating func arrayCount(atMost limit: Int) throws(RefusalReason) -> Int {
    let count = try argument(of: 4)
    guard count <= UInt64(limit) else { throw .structure }
    return Int(count)
  }

  /// The number of entries of a map; each has a key and a value, so the bytes bound it.
  package mutating func mapCount() throws(RefusalReason) -> Int {
    let count = try argument(of: 5)
    guard count <= UInt64(bytes.count - position) / 2 else { throw .structure }
    return Int(count)
  }

  /// The next key of a map of unsigned keys, which must exceed the one before.
  package mutating func key(after previous: UInt64?) throws(RefusalReason) -> UInt64 {
    let key = try argument(of: 0)
    if let previous, key <= previous { throw .structure }
    return key
  }

  package mutating func byte() throws(RefusalReason) -> UInt8 {
    guard position < bytes.count else { throw .structure }
    let byte = bytes[position]
    position += 1
    return byte
  }

  private mutating func argument(of majorType: UInt8) throws(RefusalReason) -> UInt64 {
    let head = try head()
    guard head.majorType == majorType else { throw .structure }
    return head.argument
  }

  mutating func advance(by count: UInt64) throws(RefusalReason) {
    guard count <= UInt64(bytes.count - position) else { throw .structure }
    position += Int(count)
  }

  mutating func textBody(
    count: UInt64, maximumCount: Int
  ) throws(RefusalReason) -> ShortText {
    guard count <= UInt64(bytes.count - position) else { throw .structure }
    guard count <= UInt64(maximumCount) else { throw .badText }
    var text = ShortText()
    for _ in 0..<Int(count) {
      guard text.append(try byte()) else { throw .badText }
    }
    return text
  }
}
