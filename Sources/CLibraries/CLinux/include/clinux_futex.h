#pragma once
#include <stdint.h>

/// Sleeps while `*word` holds `expected`, until woken or for at most `timeout_nanoseconds`
/// (FUTEX_WAIT_PRIVATE); may also return early, as when a signal arrives.
void clinux_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_nanoseconds);
/// Wakes the one thread of this process that sleeps on `word`, if any (FUTEX_WAKE_PRIVATE).
void clinux_futex_wake(const uint32_t *word);
