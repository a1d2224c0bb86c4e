#pragma once
#include <stdint.h>

/// Nanoseconds of CLOCK_REALTIME since 1970.
int64_t clinux_realtime_nanoseconds(void);
/// Nanoseconds of CLOCK_MONOTONIC since an instant of this boot.
int64_t clinux_monotonic_nanoseconds(void);
/// Nanoseconds of CLOCK_MONOTONIC_RAW, the clock that nobody steers.
int64_t clinux_raw_nanoseconds(void);
/// Reads CLOCK_MONOTONIC_RAW and CLOCK_REALTIME as at one instant: of three attempts, the one whose
/// two readings of the raw clock lie closest together.
void clinux_clock_pair(int64_t *_Nonnull raw, int64_t *_Nonnull realtime);
/// The kernel's own estimate of the clock's error in microseconds, UINT32_MAX when unsynchronised
/// (ntp_adjtime: STA_UNSYNC, esterror bounded by maxerror).
uint32_t clinux_clock_error_microseconds(void);

/// What the kernel says of its clock (ntp_adjtime).
typedef struct {
  /// As `clinux_clock_error_microseconds`.
  uint32_t error_microseconds;
  /// What TAI is ahead of UTC, 0 where nobody told the kernel; a leap second changes it.
  int32_t international_atomic_seconds;
  /// 0 none, 1 a second will be inserted at the end of the day, 2 left out, 3 is being inserted.
  int32_t leap;
  /// Whether a pulse per second is present, and whether it steers the clock.
  uint8_t has_pulse;
  uint8_t is_steered_by_pulse;
} clinux_clock_discipline;
clinux_clock_discipline clinux_clock_discipline_now(void);
/// Sleeps until the given CLOCK_MONOTONIC instant; returns early when a signal arrives.
void clinux_sleep_until(int64_t monotonic_nanoseconds);
