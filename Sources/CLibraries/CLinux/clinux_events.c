#include "clinux_events.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

int32_t clinux_eventfd(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

void clinux_eventfd_notify(int32_t descriptor) {
  // A full counter is already readable, so the one possible failure changes nothing.
  eventfd_write(descriptor, 1);
}

void clinux_eventfd_drain(int32_t descriptor) {
  eventfd_t count;
  eventfd_read(descriptor, &count);
}

int32_t clinux_signal_descriptor(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGHUP);
  if (sigprocmask(SIG_BLOCK, &signals, 0) != 0) return -errno;
  signal(SIGPIPE, SIG_IGN);
  int descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t clinux_signal_next(int32_t descriptor) {
  struct signalfd_siginfo information;
  ssize_t length = read(descriptor, &information, sizeof information);
  return length == sizeof information ? (int32_t)information.ssi_signo : 0;
}

void clinux_wait_readable(int32_t first, int32_t second, int64_t timeout_nanoseconds) {
  struct pollfd descriptors[2] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  if (timeout_nanoseconds < 0) timeout_nanoseconds = 0;
  struct timespec timeout = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
  ppoll(descriptors, 2, &timeout, 0);
}
