#pragma once
#include <stdint.h>

/// Reads a whole regular file of at most `capacity` bytes into `bytes`.
///
/// `mode` receives the permission bits of the file that was read. Returns the number of bytes, or
/// −errno: −EFBIG for a longer file, −EISDIR for a folder, −EINVAL for a pipe or a device.
int64_t clinux_file_read(const char *path, uint8_t *bytes, int64_t capacity, uint32_t *mode);
/// The size in bytes of the regular file at `path`, or the negative errno (EINVAL: not regular).
int64_t clinux_file_size(const char *path);
/// Reads up to `count` bytes from `offset` of the file at `path`; the number read, which is smaller
/// only at the file's end, or the negative errno.
int64_t clinux_file_read_part(const char *path, int64_t offset, uint8_t *bytes, int64_t count);
