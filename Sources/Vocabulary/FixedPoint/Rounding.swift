/// The value divided by 2^shift, rounded to nearest with ties toward positive infinity.
///
/// - Parameters:
///   - value: Any value whose sum with 2^(shift−1) fits 64 bits.
///   - shift: 0…62; zero returns the value.
/// - Returns: The rounded quotient.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func roundedShift(_ value: Int64, right shift: Int64) -> Int64 {
  shift == 0 ? value : (value &+ (1 &<< (shift &- 1))) &>> shift
}

/// The value held inside −limit…limit: fixed-point results saturate, they never wrap.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func saturated(_ value: Int64, to limit: Int64) -> Int64 {
  value > limit ? limit : (value < 0 &- limit ? 0 &- limit : value)
}
