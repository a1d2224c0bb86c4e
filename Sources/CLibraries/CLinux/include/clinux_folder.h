#pragma once
#include <stdint.h>

/// Replaces a small file as a whole: writes a new one beside it, syncs it, renames it over the old
/// one and syncs the folder. A reader, or a machine that loses power, sees the old or the new bytes.
///
/// With `is_durable` 0 neither is synced: the file survives the end of the process, not of the
/// machine. The new file has mode 0600. Returns 0 or a negative errno.
int32_t clinux_folder_replace_file(
    const char *_Nonnull path, const uint8_t *_Nonnull bytes, int64_t count, int32_t is_durable);

/// Makes the folder `path` (mode 0700) if it is absent and takes its advisory lock, waiting for it;
/// a descriptor to unlock with, or a negative errno.
int32_t clinux_folder_lock(const char *_Nonnull path);
/// Makes the folder `path` (mode 0700) if it is absent and claims it for this process until its end
/// by a lock on the file `lock` in it: a descriptor, or a negative errno (EAGAIN: another has it).
int32_t clinux_folder_claim(const char *_Nonnull path);
/// Whether this process may write files into the folder, or make it where it is absent, without
/// doing so: 0 or a negative errno.
int32_t clinux_folder_check(const char *_Nonnull path);
/// Gives the lock back.
void clinux_folder_unlock(int32_t descriptor);

/// The names in a folder that end in `suffix` and do not begin with a dot, in byte order, one zero
/// byte behind each; the number of bytes, or a negative errno (ENOBUFS: more than `capacity`).
/// `mode` receives the folder's permission bits.
int64_t clinux_folder_names(
    const char *_Nonnull path, const char *_Nonnull suffix, uint8_t *_Nonnull names,
    int64_t capacity, uint32_t *_Nonnull mode);
