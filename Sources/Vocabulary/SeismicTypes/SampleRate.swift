/// A true sample rate in microhertz, so that 30.0585 or 99.97 Hz are exact.
package struct SampleRate: BitwiseCopyable, Hashable, Sendable {
  package let microhertz: Int64

  /// The rates the data path is built and tested for: 20 to 1,000 Hz.
  package static let supportedMicrohertz: ClosedRange<Int64> = 20_000_000...1_000_000_000

  @inlinable @_noAllocation @_noLocks
  package init(microhertz: Int64) { self.microhertz = microhertz }

  /// The nearest rate in microhertz, or nil when `hertz` is not a positive number below 10⁹.
  package init?(hertz: Double) {
    guard hertz > 0, hertz < 1e9 else { return nil }
    self.init(microhertz: Int64((hertz * 1e6).rounded()))
  }

  package var isSupported: Bool {
    microhertz >= Self.supportedMicrohertz.lowerBound
      && microhertz <= Self.supportedMicrohertz.upperBound
  }

  /// The number of samples in an interval, rounded to nearest with ties upward.
  @inlinable @_noAllocation @_noLocks
  package func sampleCount(milliseconds: Int64) -> Int64 {
    (milliseconds &* microhertz &+ 500_000_000) / 1_000_000_000
  }

  /// The time that `sampleCount` samples take in nanoseconds, rounded toward zero; exact
  /// (the product is formed in 128 bits), and saturated where it has no room in 64 bits.
  @inlinable @_noAllocation @_noLocks
  package func nanoseconds(ofSamples sampleCount: Int64) -> Int64 {
    let product = sampleCount.multipliedFullWidth(by: 1_000_000_000_000_000)
    let limit = microhertz / 2
    guard product.high < limit && product.high >= 0 &- limit else {
      return sampleCount < 0 ? .min : .max
    }
    return microhertz.dividingFullWidth(product).quotient
  }
}
