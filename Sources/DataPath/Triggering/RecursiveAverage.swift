/// 1/N in Q0.32, rounded to nearest: the weight of a recursive average over N samples.
func recursiveWeightQ32(sampleCount: Int64) -> Int64 {
  ((1 << 32) + sampleCount / 2) / sampleCount
}

/// average + (energy − average) × weight, the product rounded to nearest, ties upward.
///
/// - Parameters:
///   - average: The average so far, of any Q format below 2⁶².
///   - energy: The new value, in the same format.
///   - weightQ32: 1/N as Q0.32.
/// - Returns: The new average.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func recursiveAverage(_ average: Int64, toward energy: Int64, weightQ32: Int64) -> Int64 {
  let product = (energy &- average).multipliedFullWidth(by: weightQ32)
  let whole = (product.high &<< 32) | Int64(truncatingIfNeeded: product.low &>> 32)
  return average &+ whole &+ Int64(truncatingIfNeeded: (product.low &>> 31) & 1)
}
