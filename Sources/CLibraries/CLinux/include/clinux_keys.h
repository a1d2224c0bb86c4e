#pragma once
#include <stdint.h>

/// Why a key file was refused; every value is above the system's own error numbers.
enum {
  CLINUX_KEY_NOT_REGULAR = 10001,
  CLINUX_KEY_OWNER = 10002,
  CLINUX_KEY_MODE = 10003,
  CLINUX_KEY_FORMAT = 10004,
};

/// Reads the 32-byte seed of a private key file into `seed`: 64 hex digits and a newline.
///
/// The file is opened without following a link. It must be a regular file of this user or of root
/// without permission bits for group and others; directly in the folder $CREDENTIALS_DIRECTORY a
/// file of root with mode 0440 is accepted too. `mode` and `owner` receive what the file has. Copies
/// are wiped. Returns 0 or the negative of an errno or of a CLINUX_KEY_ value.
int32_t clinux_key_read_private(
    const char *_Nonnull path, uint8_t *_Nonnull seed, uint32_t *_Nonnull mode,
    uint32_t *_Nonnull owner);

/// Whether $CREDENTIALS_DIRECTORY has a file of the path's last name; its path is then written to
/// `credential`, with a closing zero.
int32_t clinux_key_credential(
    const char *_Nonnull path, char *_Nonnull credential, int64_t capacity);

/// Reads a raw public key of 32 bytes: a regular file of 64 hex digits and a newline, not writable
/// by group or others. Returns as `clinux_key_read_private`.
int32_t clinux_key_read_public(
    const char *_Nonnull path, uint8_t *_Nonnull key, uint32_t *_Nonnull mode);

/// Writes `station.key` (0600) and `station.pub` (0644) into a folder, which is made if it is absent.
///
/// Neither name may exist. Each file is written and synced under another name first, so that no name
/// ever stands for half a file; when the second fails the first is taken back. Copies are wiped.
/// Returns 0 or a negative errno; `is_public` tells which of the two failed.
int32_t clinux_key_create_pair(
    const char *_Nonnull directory, const uint8_t *_Nonnull seed, const uint8_t *_Nonnull key,
    int32_t *_Nonnull is_public);
