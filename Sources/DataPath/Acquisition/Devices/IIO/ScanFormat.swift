/// How one value stands in a scan of an industrial I/O buffer: the kernel's `be:s20/32>>12`.
///
/// Source: Linux, Documentation/ABI/testing/sysfs-bus-iio, `scan_elements/…_type`.
package struct ScanFormat: Equatable, Sendable {
  /// 1 to 8.
  package let byteCount: Int
  /// The value's own bits, 1 to 64.
  package let bitCount: Int
  /// Bits below the value that hold something else.
  package let shift: Int
  package let isSigned: Bool
  package let isBigEndian: Bool

  /// The format of a description, or nil where it cannot be one.
  package init?(storageBits: Int, realBits: Int, shift: Int, isSigned: Bool, isBigEndian: Bool) {
    guard storageBits >= 8, storageBits <= 64, storageBits % 8 == 0, realBits >= 1, shift >= 0,
      realBits <= storageBits, shift <= storageBits - realBits
    else { return nil }
    byteCount = storageBits / 8
    bitCount = realBits
    self.shift = shift
    self.isSigned = isSigned
    self.isBigEndian = isBigEndian
  }

  /// The value that starts at a byte; an unsigned one beyond 2⁶³ − 1 saturates there.
  ///
  /// - Parameters:
  ///   - bytes: At least `offset + byteCount` of them.
  ///   - offset: Where the value starts.
  /// - Returns: The value, its sign extended.
  @_noAllocation @_noLocks
  package func value(in bytes: Span<UInt8>, at offset: Int) -> Int64 {
    var stored: UInt64 = 0
    var index = 0
    while index < byteCount {
      let position = isBigEndian ? index : byteCount &- 1 &- index
      stored = stored << 8 | UInt64(bytes[offset &+ position])
      index &+= 1
    }
    let unused = 64 &- bitCount
    let raised = (stored >> shift) << unused
    if isSigned { return Int64(bitPattern: raised) >> unused }
    let value = raised >> unused
    return value > 0x7FFF_FFFF_FFFF_FFFF ? .max : Int64(bitPattern: value)
  }

  /// The value as a station's count; what does not fit 32 bits saturates.
  ///
  /// - Parameters:
  ///   - bytes: At least `offset + byteCount` of them.
  ///   - offset: Where the value starts.
  ///   - zero: What the driver says must be added to have zero where nothing is measured.
  /// - Returns: The count.
  @_noAllocation @_noLocks
  package func count(in bytes: Span<UInt8>, at offset: Int, adding zero: Int64 = 0) -> Int32 {
    let sum = self.value(in: bytes, at: offset).addingReportingOverflow(zero)
    if sum.overflow { return zero > 0 ? .max : .min }
    let value = sum.partialValue
    if value > 2_147_483_647 { return .max }
    if value < -2_147_483_648 { return .min }
    return Int32(truncatingIfNeeded: value)
  }

  /// The kernel's text of it, such as `be:s20/32>>12`.
  package var text: String {
    (isBigEndian ? "be:" : "le:") + (isSigned ? "s" : "u")
      + "\(bitCount)/\(byteCount * 8)>>\(shift)"
  }
}
