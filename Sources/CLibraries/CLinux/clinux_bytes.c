#include "clinux_bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int64_t clinux_bytes_size(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return -errno;
  if (S_ISDIR(status.st_mode)) return -EISDIR;
  return S_ISREG(status.st_mode) ? (int64_t)status.st_size : -EINVAL;
}

int64_t clinux_bytes_read(const char *path, int64_t offset, uint8_t *bytes, int64_t count) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return -errno;
  int64_t total = 0;
  while (total < count) {
    ssize_t got = pread(file, bytes + total, (size_t)(count - total), offset + total);
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      total = -errno;
      break;
    }
    total += got;
  }
  close(file);
  return total;
}

void clinux_bytes_explain(int64_t error, char *text, int64_t size) {
  snprintf(text, (size_t)size, "%s", strerrordesc_np((int)error) ? strerrordesc_np((int)error) : "?");
}
