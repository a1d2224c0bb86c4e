internal import CLinux

/// The station's clocks at one instant, and what the kernel thinks of its own.
package struct ClockReading: BitwiseCopyable, Sendable {
  /// CLOCK_MONOTONIC_RAW: no one steers it, so that rates are measured against it.
  package var rawNanoseconds: Int64
  /// CLOCK_REALTIME at the same instant: UTC since 1970, as well as the kernel knows it.
  package var realtimeNanoseconds: Int64
  /// The kernel's estimate of its error, `UInt32.max` when unsynchronised.
  package var errorMicroseconds: UInt32
  /// What the kernel was told that TAI is ahead of UTC, 0 where it was not; a leap second changes it.
  package var internationalAtomicSeconds: Int32

  package init(
    rawNanoseconds: Int64, realtimeNanoseconds: Int64, errorMicroseconds: UInt32,
    internationalAtomicSeconds: Int32 = 0
  ) {
    self.rawNanoseconds = rawNanoseconds
    self.realtimeNanoseconds = realtimeNanoseconds
    self.errorMicroseconds = errorMicroseconds
    self.internationalAtomicSeconds = internationalAtomicSeconds
  }

  /// What UTC is ahead of the raw clock.
  package var offsetNanoseconds: Int64 { realtimeNanoseconds &- rawNanoseconds }

  /// The clocks now; the two are read within a microsecond or so of one another.
  package static func now() -> ClockReading {
    var raw: Int64 = 0
    var realtime: Int64 = 0
    unsafe clinux_clock_pair(&raw, &realtime)
    let discipline = clinux_clock_discipline_now()
    return ClockReading(
      rawNanoseconds: raw, realtimeNanoseconds: realtime,
      errorMicroseconds: discipline.error_microseconds,
      internationalAtomicSeconds: discipline.international_atomic_seconds)
  }
}
