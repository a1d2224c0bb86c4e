#include "clinux_archive.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

int32_t clinux_archive_make_folder(const char *path) {
  char part[4096];
  size_t length = strlen(path);
  if (length == 0 || length >= sizeof part) return -ENAMETOOLONG;
  memcpy(part, path, length + 1);
  for (size_t place = 1; place <= length; place++) {
    if (part[place] != '/' && part[place] != 0) continue;
    part[place] = 0;
    if (mkdir(part, 0755) != 0 && errno != EEXIST) return -errno;
    if (place < length) part[place] = '/';
  }
  struct stat status;
  if (stat(path, &status) != 0) return -errno;
  return S_ISDIR(status.st_mode) ? 0 : -ENOTDIR;
}

int32_t clinux_archive_open(const char *path, int64_t *size) {
  int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0644);
  if (file < 0) return -errno;
  struct stat status;
  int32_t failure = fstat(file, &status) != 0 ? -errno : 0;
  if (failure == 0 && !S_ISREG(status.st_mode)) failure = -EINVAL;
  if (failure == 0) {
    *size = status.st_size;
    return file;
  }
  close(file);
  return failure;
}

int32_t clinux_archive_write(
    int32_t descriptor, int64_t offset, const uint8_t *bytes, int64_t count) {
  while (count > 0) {
    ssize_t part = pwrite(descriptor, bytes, (size_t)count, offset);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return -errno;
    bytes += part;
    offset += part;
    count -= part;
  }
  return 0;
}

int32_t clinux_archive_cut(int32_t descriptor, int64_t size) {
  while (ftruncate(descriptor, size) != 0) {
    if (errno != EINTR) return -errno;
  }
  return 0;
}

int32_t clinux_archive_start_sync(int32_t descriptor) {
  return sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE) == 0 ? 0 : -errno;
}

int32_t clinux_archive_sync(int32_t descriptor) {
  return fdatasync(descriptor) == 0 ? 0 : -errno;
}

int32_t clinux_archive_sync_folder(const char *path) {
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -errno;
  int32_t result = fsync(folder) == 0 ? 0 : -errno;
  close(folder);
  return result;
}

int32_t clinux_archive_close(int32_t descriptor) { return close(descriptor) == 0 ? 0 : -errno; }

int32_t clinux_archive_remove(const char *path) { return unlink(path) == 0 ? 0 : -errno; }

int32_t clinux_archive_remove_folder(const char *path) { return rmdir(path) == 0 ? 0 : -errno; }

int64_t clinux_archive_free_bytes(const char *path) {
  struct statvfs system;
  if (statvfs(path, &system) != 0) return -errno;
  return (int64_t)system.f_bavail * (int64_t)system.f_frsize;
}

int32_t clinux_archive_check(const char *path) {
  char part[4096];
  size_t length = strlen(path);
  if (length == 0 || length >= sizeof part) return -ENAMETOOLONG;
  memcpy(part, path, length + 1);
  struct stat status;
  while (stat(part, &status) != 0) {
    if (errno != ENOENT) return -errno;
    char *slash = strrchr(part, '/');
    if (!slash) {
      strcpy(part, ".");
    } else if (slash == part) {
      part[1] = 0;
    } else {
      *slash = 0;
    }
  }
  if (!S_ISDIR(status.st_mode)) return -ENOTDIR;
  return access(part, R_OK | W_OK | X_OK) == 0 ? 0 : -errno;
}
