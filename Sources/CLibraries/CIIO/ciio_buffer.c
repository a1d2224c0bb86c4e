#include "ciio_buffer.h"

#include <errno.h>
#include <iio.h>
#include <poll.h>
#include <stddef.h>

static struct iio_buffer *buffer_of(const struct ciio_buffer *buffer) {
  return (struct iio_buffer *)buffer;
}

struct ciio_buffer *ciio_buffer_open(
    struct ciio_device *device, uint64_t frames, uint32_t blocks, int32_t *error) {
  struct iio_device *source = (struct iio_device *)device;
  *error = iio_device_set_kernel_buffers_count(source, blocks);
  // A backend without the call keeps its own number of blocks.
  if (*error < 0 && *error != -ENOSYS) return NULL;
  errno = 0;
  struct iio_buffer *buffer = iio_device_create_buffer(source, frames, 0);
  *error = buffer ? 0 : errno > 0 ? -errno : -EIO;
  return (struct ciio_buffer *)buffer;
}

void ciio_buffer_close(struct ciio_buffer *buffer) {
  // A cancelled buffer is closed without asking an iiod, which may be the one that has fallen silent.
  iio_buffer_cancel(buffer_of(buffer));
  iio_buffer_destroy(buffer_of(buffer));
}

int32_t ciio_buffer_set_immediate(struct ciio_buffer *buffer) {
  return iio_buffer_set_blocking_mode(buffer_of(buffer), 0);
}

int32_t ciio_buffer_wait(struct ciio_buffer *buffer, int32_t milliseconds) {
  int descriptor = iio_buffer_get_poll_fd(buffer_of(buffer));
  if (descriptor < 0) return descriptor;
  struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
  int result = poll(&wanted, 1, milliseconds);
  if (result < 0) return errno == EINTR ? 0 : -errno;
  if (result == 0 || (wanted.revents & POLLIN)) return result;
  // The kernel wakes the readers of a device that was unplugged with an error or a hang-up.
  return -ENODEV;
}

int64_t ciio_buffer_refill(struct ciio_buffer *buffer) {
  return iio_buffer_refill(buffer_of(buffer));
}

const void *ciio_buffer_start(const struct ciio_buffer *buffer) {
  return iio_buffer_start(buffer_of(buffer));
}

int64_t ciio_buffer_step(const struct ciio_buffer *buffer) {
  return iio_buffer_step(buffer_of(buffer));
}

int64_t ciio_buffer_offset(const struct ciio_buffer *buffer, const struct ciio_channel *channel) {
  const char *start = iio_buffer_start(buffer_of(buffer));
  const char *first = iio_buffer_first(buffer_of(buffer), (const struct iio_channel *)channel);
  return first - start;
}
