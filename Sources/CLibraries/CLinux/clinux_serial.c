#include "clinux_serial.h"

// The kernel's own termios, which takes any rate; <termios.h> would define another of that name.
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/serial.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static int32_t set_raw(int file, uint32_t baud, clinux_serial_facts *facts) {
  struct termios2 line;
  if (ioctl(file, TCGETS2, &line) < 0) return -errno;
  line.c_iflag = 0;
  line.c_oflag = 0;
  line.c_lflag = 0;
  line.c_cflag = BOTHER | BOTHER << IBSHIFT | CS8 | CREAD | CLOCAL;
  line.c_cc[VMIN] = 1;
  line.c_cc[VTIME] = 0;
  line.c_ispeed = baud;
  line.c_ospeed = baud;
  if (ioctl(file, TCSETS2, &line) < 0) return -errno;
  if (ioctl(file, TCGETS2, &line) < 0) return -errno;
  uint32_t difference = line.c_ospeed > baud ? line.c_ospeed - baud : baud - line.c_ospeed;
  facts->baud = line.c_ospeed;
  return difference > baud / 50 ? -EINVAL : 0;
}

static void ask_for_low_latency(int file, clinux_serial_facts *facts) {
  struct serial_struct port;
  facts->is_low_latency = 0;
  if (ioctl(file, TIOCGSERIAL, &port) < 0) return;
  port.flags |= ASYNC_LOW_LATENCY;
  if (ioctl(file, TIOCSSERIAL, &port) < 0 || ioctl(file, TIOCGSERIAL, &port) < 0) return;
  facts->is_low_latency = (port.flags & ASYNC_LOW_LATENCY) != 0;
}

int32_t clinux_serial_open(const char *path, uint32_t baud, clinux_serial_facts *facts) {
  int file = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return -errno;
  // The lock also holds against a process of root, which TIOCEXCL lets through.
  int32_t result = flock(file, LOCK_EX | LOCK_NB) < 0 ? -EBUSY : set_raw(file, baud, facts);
  if (result < 0) {
    close(file);
    return result;
  }
  (void)ioctl(file, TIOCEXCL);
  ask_for_low_latency(file, facts);
  clinux_serial_drop_input(file);
  return file;
}

int64_t clinux_serial_read(
    int32_t descriptor, uint8_t *bytes, int64_t capacity, int32_t timeout_milliseconds,
    int64_t *raw_nanoseconds) {
  struct pollfd line = {.fd = descriptor, .events = POLLIN};
  int ready = poll(&line, 1, timeout_milliseconds);
  if (ready < 0) return errno == EINTR ? 0 : -errno;
  if (ready == 0) return 0;
  ssize_t count = read(descriptor, bytes, (size_t)capacity);
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC_RAW, &now);
  *raw_nanoseconds = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
  if (count > 0) return count;
  if (count < 0) return errno == EAGAIN || errno == EINTR ? 0 : -errno;
  // The end of a terminal's input is a hang-up.
  return -EIO;
}

void clinux_serial_drop_input(int32_t descriptor) { (void)ioctl(descriptor, TCFLSH, TCIFLUSH); }

void clinux_serial_close(int32_t descriptor) {
  // A pseudo-terminal would stay exclusive as long as its other end is open.
  (void)ioctl(descriptor, TIOCNXCL);
  close(descriptor);
}
