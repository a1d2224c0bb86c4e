internal import CLinux

/// The station's clocks at one instant, and what the kernel thinks of its own.
package struct ClockReading: BitwiseCopyable, Sendable {
  /// CLOCK_MONOTONIC_RAW: no one steers it, so that rates are measured against it.
  package var rawNanoseconds: Int64
  /// CLOCK_REALTIME at the same instant: UTC since 1970, as well as the kernel knows it.
  package var realtimeNanoseconds: Int64
  /// The kernel's estimate of its error, `UInt32.max` when unsynchronised.
  package var errorMicroseconds: UInt32

  package init(rawNanoseconds: Int64, realtimeNanoseconds: Int64, errorMicroseconds: UInt32) {
    self.rawNanoseconds = rawNanoseconds
    self.realtimeNanoseconds = realtimeNanoseconds
    self.errorMicroseconds = errorMicroseconds
  }

  /// What UTC is ahead of the raw clock.
  package var offsetNanoseconds: Int64 { realtimeNanoseconds &- rawNanoseconds }

  /// The clocks now; the two are read within a microsecond or so of one another.
  package static func now() -> ClockReading {
    var raw: Int64 = 0
    var realtime: Int64 = 0
    unsafe clinux_clock_pair(&raw, &realtime)
    return ClockReading(
      rawNanoseconds: raw, realtimeNanoseconds: realtime,
      errorMicroseconds: clinux_clock_error_microseconds())
  }
}
