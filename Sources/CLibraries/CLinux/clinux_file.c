#include "clinux_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t read_regular(int file, uint8_t *bytes, int64_t capacity, uint32_t *mode) {
  struct stat status;
  if (fstat(file, &status) < 0) return -errno;
  if (S_ISDIR(status.st_mode)) return -EISDIR;
  if (!S_ISREG(status.st_mode)) return -EINVAL;
  *mode = status.st_mode & 07777;
  int64_t count = 0;
  while (count < capacity) {
    ssize_t part = read(file, bytes + count, (size_t)(capacity - count));
    if (part < 0 && errno == EINTR) continue;
    if (part < 0) return -errno;
    if (part == 0) return count;
    count += part;
  }
  // A full buffer is a file that fits exactly only if nothing follows.
  uint8_t more;
  return read(file, &more, 1) == 0 ? count : -EFBIG;
}

int64_t clinux_file_read(const char *path, uint8_t *bytes, int64_t capacity, uint32_t *mode) {
  // Without O_NONBLOCK opening a pipe would wait for its writer.
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -errno;
  int64_t result = read_regular(file, bytes, capacity, mode);
  close(file);
  return result;
}

int64_t clinux_file_size(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return -errno;
  if (S_ISDIR(status.st_mode)) return -EISDIR;
  return S_ISREG(status.st_mode) ? (int64_t)status.st_size : -EINVAL;
}

int64_t clinux_file_read_part(const char *path, int64_t offset, uint8_t *bytes, int64_t count) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -errno;
  int64_t total = 0;
  while (total < count) {
    ssize_t part = pread(file, bytes + total, (size_t)(count - total), offset + total);
    if (part == 0) break;
    if (part < 0) {
      if (errno == EINTR) continue;
      total = -errno;
      break;
    }
    total += part;
  }
  close(file);
  return total;
}
