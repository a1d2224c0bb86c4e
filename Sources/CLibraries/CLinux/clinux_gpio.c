#include "clinux_gpio.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

_Static_assert(sizeof(struct gpio_v2_line_event) == 48, "an edge has the size that is read");

enum { QUEUED_EDGES = 1024 };

int32_t clinux_gpio_open_edges(const char *path, uint32_t line, int32_t is_falling) {
  int chip = open(path, O_RDONLY | O_CLOEXEC);
  if (chip < 0) return -errno;
  struct gpio_v2_line_request request = {
      .offsets = {line}, .num_lines = 1, .event_buffer_size = QUEUED_EDGES};
  request.config.flags =
      GPIO_V2_LINE_FLAG_INPUT |
      (is_falling ? GPIO_V2_LINE_FLAG_EDGE_FALLING : GPIO_V2_LINE_FLAG_EDGE_RISING);
  strcpy(request.consumer, "firstbreak");
  int result = ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) < 0 ? -errno : 0;
  close(chip);
  if (result < 0) return result;
  int flags = fcntl(request.fd, F_GETFL);
  if (flags < 0 || fcntl(request.fd, F_SETFL, flags | O_NONBLOCK) < 0) {
    result = -errno;
    close(request.fd);
    return result;
  }
  return request.fd;
}

int64_t clinux_gpio_read(int32_t descriptor, uint8_t *bytes, int64_t capacity) {
  ssize_t count = read(descriptor, bytes, (size_t)capacity);
  if (count >= 0) return count;
  return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

void clinux_gpio_close(int32_t descriptor) { close(descriptor); }
