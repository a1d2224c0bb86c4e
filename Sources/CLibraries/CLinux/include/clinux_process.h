#pragma once
#include <stddef.h>
#include <stdint.h>

/// The number of command-line arguments, the program's name included.
int32_t clinux_argument_count(void);
/// Argument `index`, 0 ≤ index < count.
const char *_Nonnull clinux_argument(int32_t index);

/// Keeps the process out of core dumps and away from ptrace: it holds a private key.
void clinux_forbid_dumps(void);
/// Locks memory as it is touched (MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT); 0 or a negative errno.
int32_t clinux_lock_memory(void);
/// Keeps all threads' memory in one arena of malloc, for each further one costs locked pages, and keeps
/// freed memory in the process, so that nothing faults where it is used again. Call it before threads
/// begin.
void clinux_keep_one_arena(void);
/// Page faults of the calling thread since it began: served from memory, and from storage.
void clinux_thread_faults(int64_t *_Nonnull minor, int64_t *_Nonnull major);
/// Ends the process at once.
void clinux_exit(int32_t status) __attribute__((noreturn));

/// Writes all bytes to a descriptor; 0 or a negative errno.
int32_t clinux_write_all(int32_t descriptor, const uint8_t *_Nonnull bytes, size_t count);
/// Writes all bytes, waiting no longer than `milliseconds` for a reader each time the descriptor takes
/// none; 0 or a negative errno, -EAGAIN when the time is up.
int32_t clinux_write_in_time(
    int32_t descriptor, const uint8_t *_Nonnull bytes, size_t count, int32_t milliseconds);
/// Opens a file for writing, or creates it, which `is_new` tells; what it holds stays. A descriptor
/// or a negative errno.
int32_t clinux_open_output(const char *_Nonnull path, int32_t *_Nonnull is_new);
/// Empties an opened file; 0 or a negative errno.
int32_t clinux_empty_output(int32_t descriptor);
/// Closes a file that will not be written after all, and removes it if opening it created it.
void clinux_discard_output(int32_t descriptor, const char *_Nonnull path, int32_t is_new);
/// Flushes the file's data to storage and closes it; 0 or a negative errno.
int32_t clinux_finish_output(int32_t descriptor);
/// The text of an errno.
const char *_Nonnull clinux_error_text(int32_t error);
/// Free space of the file system that holds `path` in MiB, UINT32_MAX when unknown.
uint32_t clinux_free_mebibytes(const char *_Nonnull path);
