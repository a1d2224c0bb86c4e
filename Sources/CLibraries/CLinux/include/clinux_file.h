#pragma once
#include <stdint.h>

/// Reads a whole regular file of at most `capacity` bytes into `bytes`.
///
/// `mode` receives the permission bits of the file that was read. Returns the number of bytes, or
/// −errno: −EFBIG for a longer file, −EISDIR for a folder, −EINVAL for a pipe or a device.
int64_t clinux_file_read(const char *path, uint8_t *bytes, int64_t capacity, uint32_t *mode);
/// The system's words for an error number, cut to `capacity` bytes with the closing zero.
void clinux_file_error_text(int32_t error_number, char *text, int64_t capacity);
