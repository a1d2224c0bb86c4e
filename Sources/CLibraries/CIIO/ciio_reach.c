#include "ciio_reach.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const int longest_milliseconds = 1000;

static int32_t connect_to(const struct addrinfo *address) {
  int descriptor = socket(
      address->ai_family, address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address->ai_protocol);
  if (descriptor < 0) return -errno;
  int error = 0;
  if (connect(descriptor, address->ai_addr, address->ai_addrlen) < 0) error = errno;
  if (error == EINPROGRESS) {
    struct pollfd wanted = {.fd = descriptor, .events = POLLOUT};
    socklen_t length = sizeof error;
    if (poll(&wanted, 1, longest_milliseconds) != 1)
      error = ETIMEDOUT;
    else if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
      error = errno;
  }
  close(descriptor);
  return -error;
}

int32_t ciio_reach(const char *uri) {
  if (strncmp(uri, "ip:", 3) != 0) return 0;
  char host[256];
  if (snprintf(host, sizeof host, "%s", uri + 3) >= (int)sizeof host) return -ENAMETOOLONG;
  const char *port = "30431";
  char *colon = strchr(host, ':');
  // Several colons are an IPv6 address, which is left to libiio to take apart.
  if (colon && strchr(colon + 1, ':')) return 0;
  if (colon) {
    *colon = 0;
    port = colon + 1;
  }
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
  struct addrinfo *found = NULL;
  if (getaddrinfo(host, port, &hints, &found) != 0) return -EHOSTUNREACH;
  int32_t error = -EHOSTUNREACH;
  for (const struct addrinfo *address = found; address; address = address->ai_next) {
    error = connect_to(address);
    if (error == 0) break;
  }
  freeaddrinfo(found);
  return error;
}
