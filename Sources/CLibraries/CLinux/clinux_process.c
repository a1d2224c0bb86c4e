#include "clinux_process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

static int argument_count;
static char **arguments;

// glibc hands argc and argv to constructors; Embedded Swift offers no other way to reach them.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
  argument_count = count;
  arguments = values;
}

int32_t clinux_argument_count(void) { return argument_count; }

const char *clinux_argument(int32_t index) { return arguments[index]; }

void clinux_forbid_dumps(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int32_t clinux_lock_memory(void) {
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0 ? 0 : -errno;
}

void clinux_keep_one_arena(void) {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
}

void clinux_thread_faults(int64_t *minor, int64_t *major) {
  struct rusage usage = {0};
  getrusage(RUSAGE_THREAD, &usage);
  *minor = usage.ru_minflt;
  *major = usage.ru_majflt;
}

void clinux_exit(int32_t status) { exit(status); }

int32_t clinux_write_all(int32_t descriptor, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    bytes += written;
    count -= (size_t)written;
  }
  return 0;
}

int32_t clinux_write_in_time(
    int32_t descriptor, const uint8_t *bytes, size_t count, int32_t milliseconds) {
  while (count > 0) {
    struct pollfd state = {descriptor, POLLOUT, 0};
    int ready = poll(&state, 1, milliseconds);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return -errno;
    if (ready == 0) return -EAGAIN;
    // A pipe that is ready takes this much at once.
    ssize_t written = write(descriptor, bytes, count < PIPE_BUF ? count : PIPE_BUF);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    bytes += written;
    count -= (size_t)written;
  }
  return 0;
}

int32_t clinux_open_output(const char *path, int32_t *is_new) {
  int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  *is_new = descriptor >= 0;
  if (descriptor < 0 && errno == EEXIST)
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t clinux_empty_output(int32_t descriptor) {
  // Pipes and terminals hold nothing to empty.
  return ftruncate(descriptor, 0) == 0 || errno == EINVAL ? 0 : -errno;
}

void clinux_discard_output(int32_t descriptor, const char *path, int32_t is_new) {
  if (is_new) unlink(path);
  close(descriptor);
}

int32_t clinux_finish_output(int32_t descriptor) {
  // Pipes and terminals cannot be synced; only a failing close loses data there.
  int synced = fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS;
  int failure = synced ? 0 : -errno;
  if (close(descriptor) != 0 && failure == 0) failure = -errno;
  return failure;
}

const char *clinux_error_text(int32_t error) {
  // Unlike strerror this has no buffer that another thread could overwrite.
  const char *words = strerrordesc_np(error);
  return words ? words : "unknown error";
}

uint32_t clinux_free_mebibytes(const char *path) {
  struct statvfs state;
  if (statvfs(path, &state) != 0) return UINT32_MAX;
  uint64_t mebibytes = (uint64_t)state.f_bavail * state.f_frsize >> 20;
  return mebibytes >= UINT32_MAX ? UINT32_MAX - 1 : (uint32_t)mebibytes;
}
