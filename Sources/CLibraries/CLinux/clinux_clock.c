#include "clinux_clock.h"

#include <sys/timex.h>
#include <time.h>

static int64_t nanoseconds_of(clockid_t clock) {
  struct timespec instant;
  clock_gettime(clock, &instant);
  return (int64_t)instant.tv_sec * 1000000000 + instant.tv_nsec;
}

int64_t clinux_realtime_nanoseconds(void) { return nanoseconds_of(CLOCK_REALTIME); }

int64_t clinux_monotonic_nanoseconds(void) { return nanoseconds_of(CLOCK_MONOTONIC); }

int64_t clinux_raw_nanoseconds(void) { return nanoseconds_of(CLOCK_MONOTONIC_RAW); }

void clinux_clock_pair(int64_t *raw, int64_t *realtime) {
  int64_t narrowest = INT64_MAX;
  for (int attempt = 0; attempt < 3; attempt++) {
    int64_t before = nanoseconds_of(CLOCK_MONOTONIC_RAW);
    int64_t between = nanoseconds_of(CLOCK_REALTIME);
    int64_t after = nanoseconds_of(CLOCK_MONOTONIC_RAW);
    if (after - before >= narrowest) continue;
    narrowest = after - before;
    *raw = before + narrowest / 2;
    *realtime = between;
  }
}

clinux_clock_discipline clinux_clock_discipline_now(void) {
  struct timex state = {0};
  clinux_clock_discipline discipline = {UINT32_MAX, 0, 0, 0, 0};
  int result = ntp_adjtime(&state);
  if (result < 0) return discipline;
  discipline.international_atomic_seconds = state.tai;
  if (result == TIME_INS) discipline.leap = 1;
  if (result == TIME_DEL) discipline.leap = 2;
  if (result == TIME_OOP) discipline.leap = 3;
  int pulse = STA_PPSTIME | STA_PPSFREQ;
  discipline.has_pulse = (state.status & STA_PPSSIGNAL) != 0;
  discipline.is_steered_by_pulse = discipline.has_pulse && (state.status & pulse) != 0;
  if (result == TIME_ERROR || (state.status & STA_UNSYNC) || state.esterror < 0) return discipline;
  discipline.error_microseconds =
      state.esterror >= UINT32_MAX ? UINT32_MAX - 1 : (uint32_t)state.esterror;
  return discipline;
}

uint32_t clinux_clock_error_microseconds(void) {
  return clinux_clock_discipline_now().error_microseconds;
}

void clinux_sleep_until(int64_t monotonic_nanoseconds) {
  struct timespec until = {monotonic_nanoseconds / 1000000000, monotonic_nanoseconds % 1000000000};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0);
}
