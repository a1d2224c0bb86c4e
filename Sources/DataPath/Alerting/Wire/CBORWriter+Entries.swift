import SeismicTypes

/// Entries of a map: the key and, where it is present, the value; nothing where it is absent.
extension CBORWriter {
  @_noAllocation @_noLocks
  mutating func entry(_ key: UInt64, _ value: UInt64?) {
    guard let value else { return }
    unsigned(key)
    unsigned(value)
  }

  @_noAllocation @_noLocks
  mutating func entry(_ key: UInt64, _ value: UInt32?) {
    guard let value else { return }
    unsigned(key)
    unsigned(UInt64(truncatingIfNeeded: value))
  }

  @_noAllocation @_noLocks
  mutating func entry(_ key: UInt64, integer value: Int64) {
    unsigned(key)
    integer(value)
  }

  @_noAllocation @_noLocks
  mutating func entry(_ key: UInt64, _ value: Bool?) {
    guard let value else { return }
    unsigned(key)
    boolean(value)
  }

  @_noAllocation @_noLocks
  mutating func entry(_ key: UInt64, eightBytes bits: UInt64?) {
    guard let bits else { return }
    unsigned(key)
    eightBytes(bits)
  }

  /// An array of two integers.
  @_noAllocation @_noLocks
  mutating func entry(_ key: UInt64, pair: Thousandths?) {
    guard let pair else { return }
    unsigned(key)
    array(count: 2)
    integer(Int64(truncatingIfNeeded: pair.mean))
    integer(Int64(truncatingIfNeeded: pair.sigma))
  }
}
