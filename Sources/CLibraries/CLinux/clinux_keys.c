#include "clinux_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_BYTES = 32, FILE_BYTES = 65 };

static int digit(uint8_t character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

static int32_t decode(const uint8_t *text, uint8_t *bytes) {
  if (text[FILE_BYTES - 1] != '\n') return -CLINUX_KEY_FORMAT;
  for (int index = 0; index < KEY_BYTES; index++) {
    int high = digit(text[2 * index]), low = digit(text[2 * index + 1]);
    if (high < 0 || low < 0) return -CLINUX_KEY_FORMAT;
    bytes[index] = (uint8_t)(high << 4 | low);
  }
  return 0;
}

static void encode(const uint8_t *bytes, uint8_t *text) {
  for (int index = 0; index < KEY_BYTES; index++) {
    text[2 * index] = (uint8_t)"0123456789abcdef"[bytes[index] >> 4];
    text[2 * index + 1] = (uint8_t)"0123456789abcdef"[bytes[index] & 15];
  }
  text[FILE_BYTES - 1] = '\n';
}

// One byte more than a key file has room for tells a longer file from one that fits.
static int32_t read_key(int file, uint8_t *bytes) {
  uint8_t text[FILE_BYTES + 1];
  size_t count = 0;
  int32_t result = 0;
  while (count < sizeof text) {
    ssize_t part = read(file, text + count, sizeof text - count);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) result = -errno;
    if (part <= 0) break;
    count += (size_t)part;
  }
  if (result == 0) result = count == FILE_BYTES ? decode(text, bytes) : -CLINUX_KEY_FORMAT;
  explicit_bzero(text, sizeof text);
  if (result != 0) explicit_bzero(bytes, KEY_BYTES);
  return result;
}

// Compared as folders, not as texts: two spellings of a path are one place.
static int lies_in_credentials_directory(const char *path) {
  const char *credentials = getenv("CREDENTIALS_DIRECTORY");
  const char *slash = strrchr(path, '/');
  char parent[4096];
  if (!credentials || credentials[0] != '/' || !slash) return 0;
  size_t length = (size_t)(slash - path) + 1;
  if (length >= sizeof parent) return 0;
  memcpy(parent, path, length);
  parent[length] = 0;
  struct stat folder, wanted;
  if (stat(parent, &folder) != 0 || stat(credentials, &wanted) != 0) return 0;
  return folder.st_dev == wanted.st_dev && folder.st_ino == wanted.st_ino;
}

int32_t clinux_key_credential(const char *path, char *credential, int64_t capacity) {
  const char *credentials = getenv("CREDENTIALS_DIRECTORY");
  const char *slash = strrchr(path, '/');
  if (!credentials || credentials[0] != '/') return 0;
  int length = snprintf(
      credential, (size_t)capacity, "%s/%s", credentials, slash ? slash + 1 : path);
  return length > 0 && length < capacity && access(credential, F_OK) == 0;
}

static int32_t check_private(const char *path, const struct stat *status) {
  if (!S_ISREG(status->st_mode)) return -CLINUX_KEY_NOT_REGULAR;
  if (status->st_uid != geteuid() && status->st_uid != 0) return -CLINUX_KEY_OWNER;
  uint32_t mode = status->st_mode & 07777;
  if ((mode & 077) == 0) return 0;
  if (mode == 0440 && status->st_uid == 0 && lies_in_credentials_directory(path)) return 0;
  return -CLINUX_KEY_MODE;
}

int32_t clinux_key_read_private(
    const char *path, uint8_t *seed, uint32_t *mode, uint32_t *owner) {
  // Without O_NONBLOCK opening a pipe would wait for its writer.
  int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -errno;
  struct stat status;
  int32_t result = fstat(file, &status) == 0 ? check_private(path, &status) : -errno;
  if (result == 0 || result <= -CLINUX_KEY_NOT_REGULAR) {
    *mode = status.st_mode & 07777;
    *owner = status.st_uid;
  }
  if (result == 0) result = read_key(file, seed);
  close(file);
  return result;
}

int32_t clinux_key_read_public(const char *path, uint8_t *key, uint32_t *mode) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -errno;
  struct stat status;
  int32_t result = 0;
  if (fstat(file, &status) != 0) {
    result = -errno;
  } else {
    *mode = status.st_mode & 07777;
    if (!S_ISREG(status.st_mode)) result = -CLINUX_KEY_NOT_REGULAR;
    else if (*mode & 022) result = -CLINUX_KEY_MODE;
  }
  if (result == 0) result = read_key(file, key);
  close(file);
  return result;
}

// The name of a temporary file: it must not survive, and it must not be guessed by accident.
static void temporary_name(char *name, size_t size, const char *final) {
  snprintf(name, size, ".%s.%ld", final, (long)getpid());
}

static int32_t write_temporary(int folder, const char *name, mode_t mode, const uint8_t *bytes) {
  int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return -errno;
  uint8_t text[FILE_BYTES];
  encode(bytes, text);
  int32_t result = 0;
  // A regular file takes 65 bytes whole or not at all (ENOSPC).
  ssize_t written = write(file, text, sizeof text);
  if (written < 0) result = -errno;
  else if (written != FILE_BYTES) result = -ENOSPC;
  explicit_bzero(text, sizeof text);
  if (result == 0 && (fchmod(file, mode) != 0 || fsync(file) != 0)) result = -errno;
  if (close(file) != 0 && result == 0) result = -errno;
  if (result != 0) unlinkat(folder, name, 0);
  return result;
}

// A hard link never replaces a name, which rename would.
static int32_t publish(int folder, const char *temporary, const char *final) {
  return linkat(folder, temporary, folder, final, 0) == 0 ? 0 : -errno;
}

static int32_t create_pair(
    int folder, const uint8_t *seed, const uint8_t *key, int32_t *is_public) {
  char private_name[64], public_name[64];
  temporary_name(private_name, sizeof private_name, "station.key");
  temporary_name(public_name, sizeof public_name, "station.pub");
  *is_public = 0;
  int32_t result = write_temporary(folder, private_name, 0600, seed);
  if (result != 0) return result;
  *is_public = 1;
  result = write_temporary(folder, public_name, 0644, key);
  if (result == 0) {
    *is_public = 0;
    result = publish(folder, private_name, "station.key");
    if (result == 0) {
      *is_public = 1;
      result = publish(folder, public_name, "station.pub");
      if (result != 0) unlinkat(folder, "station.key", 0);
    }
    unlinkat(folder, public_name, 0);
  }
  unlinkat(folder, private_name, 0);
  if (result == 0 && fsync(folder) != 0) result = -errno;
  return result;
}

int32_t clinux_key_create_pair(
    const char *directory, const uint8_t *seed, const uint8_t *key, int32_t *is_public) {
  *is_public = 0;
  if (mkdir(directory, 0700) != 0 && errno != EEXIST) return -errno;
  int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -errno;
  int32_t result = create_pair(folder, seed, key, is_public);
  close(folder);
  return result;
}
