#pragma once
#include <stdint.h>

/// Makes a folder and those above it where they are absent (mode 0755); 0 or a negative errno.
int32_t clinux_archive_make_folder(const char *_Nonnull path);
/// Opens a file to append to, or creates it (mode 0644), and tells its size; a descriptor or a
/// negative errno. It does not follow a link and takes nothing but a regular file.
int32_t clinux_archive_open(const char *_Nonnull path, int64_t *_Nonnull size);
/// Writes all bytes at an offset; 0 or a negative errno, after which the file may hold a part of them.
int32_t clinux_archive_write(
    int32_t descriptor, int64_t offset, const uint8_t *_Nonnull bytes, int64_t count);
/// Cuts an opened file off at a size; 0 or a negative errno.
int32_t clinux_archive_cut(int32_t descriptor, int64_t size);
/// Sends what was written to an opened file on its way to storage without waiting, so that several
/// files share one commit of the file system's journal; 0 or a negative errno.
int32_t clinux_archive_start_sync(int32_t descriptor);
/// Waits until what was written to an opened file is on storage; 0 or a negative errno.
int32_t clinux_archive_sync(int32_t descriptor);
/// Waits until the names in a folder are on storage; 0 or a negative errno.
int32_t clinux_archive_sync_folder(const char *_Nonnull path);
/// Closes an opened file; 0 or a negative errno.
int32_t clinux_archive_close(int32_t descriptor);
/// Removes a file; 0 or a negative errno.
int32_t clinux_archive_remove(const char *_Nonnull path);
/// Removes a folder if it is empty; 0 or a negative errno.
int32_t clinux_archive_remove_folder(const char *_Nonnull path);
/// Bytes that an ordinary user may still write to the file system that holds `path`, or a negative
/// errno.
int64_t clinux_archive_free_bytes(const char *_Nonnull path);
/// Whether `path`, or the nearest folder above it that exists, may be written to; 0 or a negative errno.
int32_t clinux_archive_check(const char *_Nonnull path);
