#pragma once
#include <stdint.h>

/// Tells the service manager something (`READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=…`): one
/// datagram to the socket that NOTIFY_SOCKET names, a path or with `@` before it an abstract name, as
/// sd_notify(3) does. 1 when sent, 0 where no manager listens, or a negative errno.
int32_t clinux_service_notify(const char *_Nonnull words);
/// After how many microseconds without `WATCHDOG=1` the service manager ends this process; 0 for never.
int64_t clinux_service_watchdog_microseconds(void);

/// Opens a watchdog device and sets its timeout, which the device may round; a descriptor or a negative
/// errno. From here on the board restarts unless it is fed.
int32_t clinux_watchdog_open(const char *_Nonnull path, int32_t seconds, int32_t *_Nonnull actual);
/// Feeds it; 0 or a negative errno.
int32_t clinux_watchdog_feed(int32_t descriptor);
/// Disarms it, where the driver allows that, and closes it.
void clinux_watchdog_close(int32_t descriptor);
