#pragma once
#include <stdint.h>

/// An eventfd (close-on-exec, non-blocking), or a negative errno.
int32_t clinux_eventfd(void);
/// Makes the eventfd readable; never blocks.
void clinux_eventfd_notify(int32_t descriptor);
/// Makes the eventfd unreadable again.
void clinux_eventfd_drain(int32_t descriptor);

/// Blocks SIGTERM, SIGINT and SIGHUP in the calling thread and those it starts, and ignores SIGPIPE;
/// returns a descriptor to read them from, or a negative errno.
int32_t clinux_signal_descriptor(void);
/// The next signal waiting on the descriptor, or 0.
int32_t clinux_signal_next(int32_t descriptor);
enum { CLINUX_SIGNAL_HANGUP = 1, CLINUX_SIGNAL_INTERRUPT = 2, CLINUX_SIGNAL_TERMINATE = 15 };

/// Waits until one of two descriptors is readable (either may be -1) or the time is up.
void clinux_wait_readable(int32_t first, int32_t second, int64_t timeout_nanoseconds);
