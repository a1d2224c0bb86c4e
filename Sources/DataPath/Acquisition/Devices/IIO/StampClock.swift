internal import CLinux

/// The clock that a device's driver stamps its frames with.
package enum StampClock: Equatable, Sendable {
  case monotonicRaw
  case monotonic
  case realtime
  case boottime
  /// The driver's stamps are not used: a frame's time is when the read returned.
  case none

  /// The word of the kernel's `current_timestamp_clock` and of the board file.
  package init?(word: String) {
    switch word {
    case "monotonic_raw": self = .monotonicRaw
    case "monotonic": self = .monotonic
    case "realtime": self = .realtime
    case "boottime": self = .boottime
    case "none": self = .none
    default: return nil
    }
  }

  package var word: String {
    switch self {
    case .monotonicRaw: "monotonic_raw"
    case .monotonic: "monotonic"
    case .realtime: "realtime"
    case .boottime: "boottime"
    case .none: "none"
    }
  }

  /// What to add to a stamp of this clock now, in nanoseconds, to have CLOCK_MONOTONIC_RAW.
  var nanosecondsToRaw: Int64 {
    switch self {
    case .monotonicRaw, .none: 0
    case .monotonic: clinux_raw_minus_monotonic_nanoseconds()
    case .realtime: 0 &- ClockReading.now().offsetNanoseconds
    case .boottime: clinux_raw_minus_boottime_nanoseconds()
    }
  }
}
