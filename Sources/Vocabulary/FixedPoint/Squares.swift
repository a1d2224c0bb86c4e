/// The square of a value, exact in 128 bits.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func squared(_ value: Int64) -> UInt128 {
  // Signed: the sign need not be taken off first, for the product is the same.
  let product = value.multipliedFullWidth(by: value)
  return (UInt128(truncatingIfNeeded: product.high) &<< 64)
    | UInt128(truncatingIfNeeded: product.low)
}

/// Adds the square of a value to a sum.
///
/// The data path holds its values inside ±2⁵⁵, so the sum has room for 2¹⁷ squares of full scale;
/// beyond 128 bits it would wrap.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func addSquare(of value: Int64, to sum: inout UInt128) {
  sum = sum &+ squared(value)
}

/// The product of two values that are not negative, exact in 128 bits.
@inlinable @inline(__always) @_noAllocation @_noLocks
package func product(_ a: Int64, _ b: Int64) -> UInt128 {
  let product = a.magnitude.multipliedFullWidth(by: b.magnitude)
  return (UInt128(truncatingIfNeeded: product.high) &<< 64)
    | UInt128(truncatingIfNeeded: product.low)
}
