/// One channel's cascade of five moving sums: the first, large part of a decimation.
///
/// Hogenauer's filter (1981, 10.1109/TASSP.1981.1163535) of order 5 and differential delay 1. Between
/// the sums the numbers wrap around; what `comb` gives is exact as long as the true result, input ×
/// factor⁵, fits 64 bits. Zeros stand on every frequency that the decimation folds onto 0.
struct IntegratorComb: BitwiseCopyable {
  /// How many moving sums follow one another.
  static let order = 5

  private var sums: (Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0)
  private var earlier: (Int64, Int64, Int64, Int64, Int64) = (0, 0, 0, 0, 0)

  /// Takes one sample in.
  @inline(__always)
  mutating func add(_ value: Int64) {
    sums.0 &+= value
    sums.1 &+= sums.0
    sums.2 &+= sums.1
    sums.3 &+= sums.2
    sums.4 &+= sums.3
  }

  /// The moving sums' product of this moment; call it once for every `factor` samples.
  @inline(__always)
  mutating func comb() -> Int64 {
    let first = sums.4 &- earlier.0
    let second = first &- earlier.1
    let third = second &- earlier.2
    let fourth = third &- earlier.3
    let fifth = fourth &- earlier.4
    earlier = (sums.4, first, second, third, fourth)
    return fifth
  }
}
