#pragma once
#include <stdint.h>

/// What a serial line was set to, as the kernel reads it back.
typedef struct {
  uint32_t baud;
  /// 1 while the driver hands bytes on at once, 0 where it will not or cannot tell.
  uint8_t is_low_latency;
} clinux_serial_facts;

/// Opens a terminal for this process alone and makes it raw: 8 data bits, no parity, one stop bit, no
/// flow control, at `baud` (any rate the driver can make). Pending input is dropped. Closing it again
/// leaves DTR as it is, so that a microcontroller is not reset.
///
/// A descriptor or a negative errno: ENOTTY for what is no terminal, EBUSY when another process has
/// it, EINVAL when the rate read back is more than 2 % off.
int32_t clinux_serial_open(
    const char *_Nonnull path, uint32_t baud, clinux_serial_facts *_Nonnull facts);
/// Waits for bytes and reads them. The number read, 0 when the time is up, or a negative errno: EIO
/// when the line was hung up. `raw_nanoseconds` receives CLOCK_MONOTONIC_RAW right after the read.
int64_t clinux_serial_read(
    int32_t descriptor, uint8_t *_Nonnull bytes, int64_t capacity, int32_t timeout_milliseconds,
    int64_t *_Nonnull raw_nanoseconds);
/// Drops what has come and was not read.
void clinux_serial_drop_input(int32_t descriptor);
/// Gives the line back.
void clinux_serial_close(int32_t descriptor);
