#pragma once
#include <stdint.h>

/// Asks a GPIO chip (character device, version 2 of its interface) for the edges of one line, which the
/// kernel stamps and queues, 1024 of them. A descriptor that never blocks, or a negative errno: ENOTTY
/// for what is no GPIO chip, EBUSY when another process has the line.
int32_t clinux_gpio_open_edges(const char *_Nonnull path, uint32_t line, int32_t is_falling);
/// Reads what is there without waiting: the number of bytes, 0 when nothing is, or a negative errno.
int64_t clinux_gpio_read(int32_t descriptor, uint8_t *_Nonnull bytes, int64_t capacity);
/// Gives the line back.
void clinux_gpio_close(int32_t descriptor);
