package import SeismicTypes

/// Writes deterministic CBOR (RFC 8949 §4.2.1) into a datagram: shortest heads, definite lengths.
///
/// Nothing is written past 512 bytes; `hasOverflowed` then stays true and the bytes mean nothing.
package struct CBORWriter: BitwiseCopyable {
  package private(set) var datagram = Datagram()
  package private(set) var hasOverflowed = false

  @_noAllocation @_noLocks
  package init() {}

  @_noAllocation @_noLocks
  package mutating func unsigned(_ value: UInt64) { head(0, value) }

  /// A negative number n is major type 1 with the argument −1 − n, which is its complement.
  @_noAllocation @_noLocks
  package mutating func integer(_ value: Int64) {
    if value >= 0 {
      head(0, UInt64(truncatingIfNeeded: value))
    } else {
      head(1, UInt64(truncatingIfNeeded: ~value))
    }
  }

  @_noAllocation @_noLocks
  package mutating func boolean(_ value: Bool) { byte(value ? 0xF5 : 0xF4) }

  @_noAllocation @_noLocks
  package mutating func text(_ text: ShortText) {
    head(3, UInt64(truncatingIfNeeded: text.count))
    for index in 0..<text.count { byte(text.byte(at: index)) }
  }

  /// A byte string of eight bytes, the highest of `bits` first.
  @_noAllocation @_noLocks
  package mutating func eightBytes(_ bits: UInt64) {
    head(2, 8)
    bytes(bits, count: 8)
  }

  /// A byte string that holds what `other` has written.
  @_noAllocation @_noLocks
  package mutating func byteString(_ other: CBORWriter) {
    head(2, UInt64(truncatingIfNeeded: other.datagram.count))
    append(other)
  }

  /// The head of a byte string; its bytes follow by `byte`.
  @_noAllocation @_noLocks
  package mutating func byteString(count: Int) { head(2, UInt64(truncatingIfNeeded: count)) }

  /// The head of an array; its elements follow.
  @_noAllocation @_noLocks
  package mutating func array(count: Int) { head(4, UInt64(truncatingIfNeeded: count)) }

  /// The head of a map; its keys, ascending, and values follow.
  @_noAllocation @_noLocks
  package mutating func map(count: Int) { head(5, UInt64(truncatingIfNeeded: count)) }

  @_noAllocation @_noLocks
  package mutating func tag(_ number: UInt64) { head(6, number) }

  /// The bytes another writer has written, as they are.
  @_noAllocation @_noLocks
  package mutating func append(_ other: CBORWriter) {
    if other.hasOverflowed { hasOverflowed = true }
    var datagram = other.datagram
    if !self.datagram.append(contentsOf: &datagram) { hasOverflowed = true }
  }

  @_noAllocation @_noLocks
  package mutating func byte(_ byte: UInt8) {
    if !datagram.append(byte) { hasOverflowed = true }
  }

  @_noAllocation @_noLocks
  private mutating func head(_ majorType: UInt8, _ argument: UInt64) {
    let major = majorType &<< 5
    if argument < 24 {
      byte(major | UInt8(truncatingIfNeeded: argument))
    } else if argument <= 0xFF {
      byte(major | 24)
      bytes(argument, count: 1)
    } else if argument <= 0xFFFF {
      byte(major | 25)
      bytes(argument, count: 2)
    } else if argument <= 0xFFFF_FFFF {
      byte(major | 26)
      bytes(argument, count: 4)
    } else {
      byte(major | 27)
      bytes(argument, count: 8)
    }
  }

  /// The lowest `count` bytes of `bits`, the highest first.
  @_noAllocation @_noLocks
  mutating func bytes(_ bits: UInt64, count: Int) {
    var shift = UInt64(truncatingIfNeeded: 8 &* count)
    while shift > 0 {
      shift &-= 8
      byte(UInt8(truncatingIfNeeded: bits &>> shift))
    }
  }
}
