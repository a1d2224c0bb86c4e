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
/// Sleeps until the given CLOCK_MONOTONIC instant; returns early when a signal arrives.
void clinux_sleep_until(int64_t monotonic_nanoseconds);
