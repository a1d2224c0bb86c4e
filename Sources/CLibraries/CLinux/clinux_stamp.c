#include "clinux_stamp.h"

#include <time.h>

static int64_t nanoseconds_of(clockid_t clock) {
  struct timespec instant;
  clock_gettime(clock, &instant);
  return (int64_t)instant.tv_sec * 1000000000 + instant.tv_nsec;
}

// The other clock is read between two readings of the raw one; of three attempts the shortest counts,
// so that an interruption between the readings does no harm.
static int64_t raw_minus(clockid_t clock) {
  int64_t shortest = INT64_MAX;
  int64_t difference = 0;
  for (int attempt = 0; attempt < 3; attempt++) {
    int64_t before = nanoseconds_of(CLOCK_MONOTONIC_RAW);
    int64_t other = nanoseconds_of(clock);
    int64_t after = nanoseconds_of(CLOCK_MONOTONIC_RAW);
    if (after - before >= shortest) continue;
    shortest = after - before;
    difference = before + shortest / 2 - other;
  }
  return difference;
}

int64_t clinux_raw_minus_monotonic_nanoseconds(void) { return raw_minus(CLOCK_MONOTONIC); }

int64_t clinux_raw_minus_boottime_nanoseconds(void) { return raw_minus(CLOCK_BOOTTIME); }
