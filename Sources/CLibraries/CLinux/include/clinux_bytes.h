#pragma once
#include <stdint.h>

/// The size in bytes of the regular file at `path`, or the negative errno (EINVAL: not regular).
int64_t clinux_bytes_size(const char *path);
/// Reads up to `count` bytes from `offset` of the file at `path`; the number read, which is smaller
/// only at the file's end, or the negative errno.
int64_t clinux_bytes_read(const char *path, int64_t offset, uint8_t *bytes, int64_t count);
/// Writes the system's words for an errno into `text`, cut to `size` bytes with the closing zero.
void clinux_bytes_explain(int64_t error, char *text, int64_t size);
