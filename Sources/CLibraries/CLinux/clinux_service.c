#include "clinux_service.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int32_t clinux_service_notify(const char *words) {
  const char *path = getenv("NOTIFY_SOCKET");
  if (!path) return 0;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if ((path[0] != '/' && path[0] != '@') || length < 2) return -EINVAL;
  if (length >= sizeof address.sun_path) return -ENAMETOOLONG;
  memcpy(address.sun_path, path, length);
  // An abstract name begins with a zero byte and has no end mark.
  if (path[0] == '@') address.sun_path[0] = 0;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
  int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return -errno;
  ssize_t sent = sendto(
      descriptor, words, strlen(words), MSG_NOSIGNAL, (struct sockaddr *)&address, size);
  int32_t result = sent < 0 ? -errno : 1;
  close(descriptor);
  return result;
}

// A whole decimal number of the environment; 0 where there is none.
static int64_t number(const char *name) {
  const char *digits = getenv(name);
  if (!digits || *digits < '0' || *digits > '9') return 0;
  char *end;
  errno = 0;
  long long value = strtoll(digits, &end, 10);
  return errno == 0 && *end == 0 ? value : 0;
}

int64_t clinux_service_watchdog_microseconds(void) {
  int64_t interval = number("WATCHDOG_USEC");
  // The variables are inherited: they are meant for the process they name.
  if (getenv("WATCHDOG_PID") && number("WATCHDOG_PID") != getpid()) return 0;
  return interval;
}

int32_t clinux_watchdog_open(const char *path, int32_t seconds, int32_t *actual) {
  int descriptor = open(path, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return -errno;
  int timeout = seconds;
  if (ioctl(descriptor, WDIOC_SETTIMEOUT, &timeout) < 0) {
    int result = -errno;
    clinux_watchdog_close(descriptor);
    return result;
  }
  *actual = timeout;
  return descriptor;
}

int32_t clinux_watchdog_feed(int32_t descriptor) {
  return write(descriptor, "", 1) == 1 ? 0 : -errno;
}

void clinux_watchdog_close(int32_t descriptor) {
  // The magic close: without the letter the driver takes the closing for a crash.
  ssize_t written = write(descriptor, "V", 1);
  (void)written;
  close(descriptor);
}
