#pragma once
#include <stdint.h>

/// What CLOCK_MONOTONIC_RAW is ahead of another clock now, in nanoseconds: the number to add to a
/// stamp of that clock.
int64_t clinux_raw_minus_monotonic_nanoseconds(void);
int64_t clinux_raw_minus_boottime_nanoseconds(void);
