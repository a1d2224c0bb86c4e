/// The bytes of one datagram, held in place: at most 512.
package struct Datagram: BitwiseCopyable, Sendable {
  package static var capacity: Int { @_noAllocation @_noLocks get { 512 } }
  private var storage: InlineArray<512, UInt8>
  package private(set) var count: Int

  /// The empty datagram.
  @_noAllocation @_noLocks
  package init() {
    storage = InlineArray(repeating: 0)
    count = 0
  }

  /// A copy of `bytes`, or nil when they are more than 512.
  package init?(_ bytes: Span<UInt8>) {
    self.init()
    guard bytes.count <= 512 else { return nil }
    for index in 0..<bytes.count { storage[index] = bytes[index] }
    count = bytes.count
  }

  /// Appends a byte; false when the datagram is full.
  @_noAllocation @_noLocks
  package mutating func append(_ byte: UInt8) -> Bool {
    guard count < 512 else { return false }
    storage[count] = byte
    count &+= 1
    return true
  }

  /// Appends all bytes of another; false when the datagram is full.
  ///
  /// `inout`, though the other is left as it is: a value's storage is copied whole for each byte that
  /// is read from it.
  @_noAllocation @_noLocks
  package mutating func append(contentsOf other: inout Datagram) -> Bool {
    var index = 0
    while index < other.count && count < 512 {
      storage[count] = other.storage[index]
      count &+= 1
      index &+= 1
    }
    return index == other.count
  }

  /// The byte at `index`, 0 ≤ index < count.
  @_noAllocation @_noLocks
  package func byte(at index: Int) -> UInt8 { storage[index] }

  /// The bytes in use.
  package var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    borrowing get { storage.span.extracting(0..<count) }
  }

  /// The bytes as two lower-case hexadecimal digits each.
  package var hexadecimal: String { hexadecimalText(of: bytes) }
}

extension Datagram: Equatable {
  @_noAllocation @_noLocks
  package static func == (lhs: Datagram, rhs: Datagram) -> Bool {
    guard lhs.count == rhs.count else { return false }
    for index in 0..<lhs.count where lhs.storage[index] != rhs.storage[index] { return false }
    return true
  }
}
