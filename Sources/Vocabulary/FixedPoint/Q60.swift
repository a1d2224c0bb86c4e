/// A filter coefficient in Q3.60: value × 2⁶⁰ in 64 bits, range −8 to 8, step 8.7 × 10⁻¹⁹.
public struct Q60: BitwiseCopyable, Equatable, Sendable {
  /// The coefficient × 2⁶⁰.
  public var rawValue: Int64

  @inlinable @inline(__always) @_noAllocation @_noLocks
  public init(rawValue: Int64) { self.rawValue = rawValue }

  public static var one: Q60 {
    @inlinable @inline(__always) @_noAllocation @_noLocks get { Q60(rawValue: 1 << 60) }
  }

  /// The product, rounded to nearest with ties toward positive infinity.
  ///
  /// 64 × 64 bits give a 128-bit product in Q.60, which half a step and a shift by 60 return to the
  /// scale of `value`. The caller's ranges keep the result inside 64 bits; beyond them it wraps.
  @inlinable @inline(__always) @_noAllocation @_noLocks
  public static func * (value: Int64, coefficient: Q60) -> Int64 {
    let product = value.multipliedFullWidth(by: coefficient.rawValue)
    let whole = (product.high &<< 4) | Int64(truncatingIfNeeded: product.low &>> 60)
    return whole &+ Int64(truncatingIfNeeded: (product.low &>> 59) & 1)
  }
}
