#include "clinux_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int32_t write_whole(int file, const uint8_t *bytes, int64_t count) {
  while (count > 0) {
    ssize_t part = write(file, bytes, (size_t)count);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return -errno;
    bytes += part;
    count -= part;
  }
  return 0;
}

// The folder a path lies in, "." for a mere name; slashes at the path's end do not count.
static int32_t parent_of(const char *path, char *parent, size_t capacity) {
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  while (length > 0 && path[length - 1] != '/') length--;
  const char *text = length > 0 ? path : ".";
  if (length == 0) length = 1;
  if (length >= capacity) return -ENAMETOOLONG;
  memcpy(parent, text, length);
  parent[length] = 0;
  return 0;
}

static int32_t sync_parent(const char *path) {
  char parent[4096];
  int32_t result = parent_of(path, parent, sizeof parent);
  if (result != 0) return result;
  int folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -errno;
  result = fsync(folder) == 0 ? 0 : -errno;
  close(folder);
  return result;
}

int32_t clinux_folder_replace_file(
    const char *path, const uint8_t *bytes, int64_t count, int32_t is_durable) {
  char temporary[4096];
  int length = snprintf(temporary, sizeof temporary, "%s.new", path);
  if (length < 0 || (size_t)length >= sizeof temporary) return -ENAMETOOLONG;
  int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
  int file = open(temporary, flags, 0600);
  if (file < 0) return -errno;
  int32_t result = write_whole(file, bytes, count);
  if (result == 0 && is_durable && fsync(file) != 0) result = -errno;
  if (close(file) != 0 && result == 0) result = -errno;
  if (result == 0 && rename(temporary, path) != 0) result = -errno;
  if (result != 0) {
    unlink(temporary);
    return result;
  }
  return is_durable ? sync_parent(path) : 0;
}

// Whether the folder takes a file with a byte in it, as a full file system does not; none stays behind.
static int32_t try_file(const char *folder) {
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/.check.%d", folder, (int)getpid());
  if (length < 0 || (size_t)length >= sizeof path) return -ENAMETOOLONG;
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return -errno;
  int32_t result = write_whole(file, (const uint8_t *)"\n", 1);
  if (result == 0 && fsync(file) != 0) result = -errno;
  close(file);
  unlink(path);
  return result;
}

int32_t clinux_folder_check(const char *path) {
  struct stat status;
  if (stat(path, &status) == 0) {
    if (!S_ISDIR(status.st_mode)) return -ENOTDIR;
    if (access(path, R_OK | W_OK | X_OK) != 0) return -errno;
    return try_file(path);
  }
  if (errno != ENOENT) return -errno;
  char parent[4096];
  int32_t result = parent_of(path, parent, sizeof parent);
  if (result != 0) return result;
  return access(parent, W_OK | X_OK) == 0 ? 0 : -errno;
}

int32_t clinux_folder_lock(const char *path) {
  if (mkdir(path, 0700) != 0 && errno != EEXIST) return -errno;
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -errno;
  while (flock(folder, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    int32_t failure = -errno;
    close(folder);
    return failure;
  }
  return folder;
}

int32_t clinux_folder_claim(const char *path) {
  if (mkdir(path, 0700) != 0 && errno != EEXIST) return -errno;
  char lock[4096];
  int length = snprintf(lock, sizeof lock, "%s/lock", path);
  if (length < 0 || (size_t)length >= sizeof lock) return -ENAMETOOLONG;
  int file = open(lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) {
    // A file system that became read-only still tells two processes apart.
    int32_t refusal = -errno;
    file = open(lock, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return refusal;
  }
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  int32_t failure = -errno;
  close(file);
  return failure;
}

// Closing the only descriptor of an open folder gives its lock back.
void clinux_folder_unlock(int32_t descriptor) { close(descriptor); }

static int by_bytes(const struct dirent **first, const struct dirent **second) {
  return strcmp((*first)->d_name, (*second)->d_name);
}

static int ends_in(const char *name, const char *suffix) {
  size_t length = strlen(name), tail = strlen(suffix);
  return name[0] != '.' && length >= tail && strcmp(name + length - tail, suffix) == 0;
}

int64_t clinux_folder_names(
    const char *path, const char *suffix, uint8_t *names, int64_t capacity, uint32_t *mode) {
  struct stat status;
  if (stat(path, &status) != 0) return -errno;
  *mode = status.st_mode & 07777;
  struct dirent **entries;
  int count = scandir(path, &entries, 0, by_bytes);
  if (count < 0) return -errno;
  int64_t used = 0;
  for (int index = 0; index < count; index++) {
    const char *name = entries[index]->d_name;
    int64_t size = (int64_t)strlen(name) + 1;
    if (used >= 0 && ends_in(name, suffix)) {
      if (size > capacity - used) {
        used = -ENOBUFS;
      } else {
        memcpy(names + used, name, (size_t)size);
        used += size;
      }
    }
    free(entries[index]);
  }
  free(entries);
  return used;
}
