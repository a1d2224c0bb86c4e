/// 1/N in Q0.32, rounded to nearest, as the weight of a recursive average over N samples.
///
/// Kept as −1/N in Q0.64, which has room for −½: with the difference turned round the product is the
/// same, and its rounded whole is the high word of 128 bits and the bit below it. An average over one
/// sample is that sample.
public struct RecursiveWeight: BitwiseCopyable, Equatable, Sendable {
  @usableFromInline let isOne: Bool
  @usableFromInline let negativeQ64: Int64

  /// The weight of an average over at least one sample.
  init(sampleCount: Int64) {
    let weightQ32 = ((1 << 32) + sampleCount / 2) / sampleCount
    isOne = sampleCount == 1
    negativeQ64 = isOne ? 0 : -weightQ32 << 32
  }
}

/// average + (energy − average) × weight, the product rounded to nearest, ties upward.
///
/// - Parameters:
///   - average: The average so far, of any Q format below 2⁶².
///   - energy: The new value, in the same format.
///   - weight: 1/N.
/// - Returns: The new average.
@inlinable @inline(__always) @_noAllocation @_noLocks
public func recursiveAverage(
  _ average: Int64, toward energy: Int64, weight: RecursiveWeight
) -> Int64 {
  if weight.isOne { return energy }
  let product = (average &- energy).multipliedFullWidth(by: weight.negativeQ64)
  return average &+ product.high &+ Int64(truncatingIfNeeded: product.low &>> 63)
}
