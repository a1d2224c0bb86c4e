/* Preloaded into the daemon: makes a FIFO answer as the driver of a board's watchdog would, which grants
   two seconds whatever it is asked for. Bytes that are written reach the FIFO's reader as they are. */
#define _GNU_SOURCE
#include <linux/watchdog.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int ioctl(int descriptor, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (request == WDIOC_SETTIMEOUT) {
    *(int *)argument = 2;
    return 0;
  }
  return (int)syscall(SYS_ioctl, descriptor, request, argument);
}
