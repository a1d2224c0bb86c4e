#include "clinux_udp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { DSCP_EXPEDITED = 0xB8, RECEIVE_BUFFER = 1 << 20, SENDER_BUFFER = 1 << 13 };

_Static_assert(sizeof(struct sockaddr_in6) == 28, "an address has room for IPv6");

static const struct sockaddr *kernel(const clinux_udp_address *address) {
  return (const struct sockaddr *)(const void *)address->bytes;
}

static struct sockaddr_in version_4(const clinux_udp_address *address) {
  struct sockaddr_in result;
  memcpy(&result, address->bytes, sizeof result);
  return result;
}

static struct sockaddr_in6 version_6(const clinux_udp_address *address) {
  struct sockaddr_in6 result;
  memcpy(&result, address->bytes, sizeof result);
  return result;
}

static void describe(clinux_udp_address *address) {
  if (address->is_version_6) {
    struct in6_addr host = version_6(address).sin6_addr;
    address->is_multicast = IN6_IS_ADDR_MULTICAST(&host);
    address->is_any = IN6_IS_ADDR_UNSPECIFIED(&host);
  } else {
    uint32_t host = ntohl(version_4(address).sin_addr.s_addr);
    address->is_multicast = IN_MULTICAST(host);
    address->is_any = host == INADDR_ANY;
  }
}

static int32_t look_up(const char *node, uint16_t port, int flags, clinux_udp_address *address) {
  struct addrinfo hints = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICSERV | flags};
  char service[8];
  snprintf(service, sizeof service, "%u", port);
  struct addrinfo *found;
  int failure = getaddrinfo(node, service, &hints, &found);
  if (failure == EAI_SYSTEM) return -errno;
  if (failure != 0) return -CLINUX_UDP_UNKNOWN;
  int32_t result = -CLINUX_UDP_UNKNOWN;
  memset(address, 0, sizeof *address);
  for (struct addrinfo *entry = found; entry && result != 0; entry = entry->ai_next) {
    if (entry->ai_family != AF_INET && entry->ai_family != AF_INET6) continue;
    memcpy(address->bytes, entry->ai_addr, entry->ai_addrlen);
    address->length = (uint8_t)entry->ai_addrlen;
    address->is_version_6 = entry->ai_family == AF_INET6;
    describe(address);
    result = 0;
  }
  freeaddrinfo(found);
  return result;
}

int32_t clinux_udp_resolve(
    const char *host, uint16_t port, int32_t is_passive, clinux_udp_address *address) {
  return look_up(is_passive && !host[0] ? 0 : host, port, is_passive ? AI_PASSIVE : 0, address);
}

int32_t clinux_udp_numeric(const char *host, uint16_t port, clinux_udp_address *address) {
  return look_up(host, port, AI_NUMERICHOST, address);
}

int32_t clinux_udp_interface(const char *name) {
  unsigned index = if_nametoindex(name);
  return index ? (int32_t)index : -ENODEV;
}

static int set(int file, int level, int option, int value) {
  return setsockopt(file, level, option, &value, sizeof value);
}

static int prepare_version_4(int file, uint8_t hops, int32_t interface) {
  struct ip_mreqn chosen = {.imr_ifindex = interface};
  if (set(file, IPPROTO_IP, IP_TOS, DSCP_EXPEDITED) != 0) return -1;
  if (set(file, IPPROTO_IP, IP_RECVERR, 1) != 0) return -1;
  if (set(file, IPPROTO_IP, IP_MULTICAST_TTL, hops) != 0) return -1;
  if (interface == 0) return 0;
  return setsockopt(file, IPPROTO_IP, IP_MULTICAST_IF, &chosen, sizeof chosen);
}

static int prepare_version_6(int file, uint8_t hops, int32_t interface) {
  if (set(file, IPPROTO_IPV6, IPV6_TCLASS, DSCP_EXPEDITED) != 0) return -1;
  if (set(file, IPPROTO_IPV6, IPV6_RECVERR, 1) != 0) return -1;
  if (set(file, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops) != 0) return -1;
  return interface == 0 ? 0 : set(file, IPPROTO_IPV6, IPV6_MULTICAST_IF, interface);
}

static int32_t open_socket(int is_version_6) {
  int family = is_version_6 ? AF_INET6 : AF_INET;
  int file = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return file < 0 ? -errno : file;
}

static int32_t closing(int file) {
  int32_t failure = -errno;
  close(file);
  return failure;
}

int32_t clinux_udp_open_sender(
    const clinux_udp_address *address, uint8_t hops, int32_t interface) {
  int32_t file = open_socket(address->is_version_6);
  if (file < 0) return file;
  int result = address->is_version_6 ? prepare_version_6(file, hops, interface)
                                     : prepare_version_4(file, hops, interface);
  if (result == 0) result = set(file, SOL_SOCKET, SO_BROADCAST, 1);
  // Nothing is meant to arrive here; strangers' datagrams get little room.
  if (result == 0) result = set(file, SOL_SOCKET, SO_RCVBUF, SENDER_BUFFER);
  return result == 0 ? file : closing(file);
}

// Reported errors stay queued, and count against the socket's memory, until they are read.
static void drain_errors(int file) {
  char control[512];
  for (int count = 0; count < 64; count++) {
    struct msghdr message = {.msg_control = control, .msg_controllen = sizeof control};
    if (recvmsg(file, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return;
  }
}

static int32_t attempt(
    int file, const clinux_udp_address *address, const uint8_t *bytes, int64_t count) {
  ssize_t sent = sendto(
      file, bytes, (size_t)count, MSG_DONTWAIT | MSG_NOSIGNAL, kernel(address), address->length);
  return sent == count ? 0 : sent < 0 ? -errno : -EMSGSIZE;
}

static int is_of_earlier_datagram(int32_t failure) {
  return failure == -ECONNREFUSED || failure == -EHOSTUNREACH || failure == -ENETUNREACH
         || failure == -EHOSTDOWN || failure == -EPROTO || failure == -ENOPROTOOPT
         || failure == -EACCES || failure == -EMSGSIZE;
}

int32_t clinux_udp_send(
    int32_t descriptor, const clinux_udp_address *address, const uint8_t *bytes, int64_t count,
    int32_t *earlier) {
  *earlier = 0;
  int32_t result = attempt(descriptor, address, bytes, count);
  if (result == 0) return 0;
  drain_errors(descriptor);
  if (!is_of_earlier_datagram(result)) return result;
  // A failure of this datagram itself repeats; one that was left over from before does not.
  result = attempt(descriptor, address, bytes, count);
  if (result == 0) *earlier = 1;
  return result;
}

static int join_version_4(
    int file, const clinux_udp_address *address, const clinux_udp_address *group,
    int32_t interface) {
  struct ip_mreqn request = {
      .imr_multiaddr = version_4(group).sin_addr, .imr_ifindex = interface};
  if (!address->is_version_6) request.imr_address = version_4(address).sin_addr;
  if (set(file, IPPROTO_IP, IP_MULTICAST_ALL, 0) != 0) return -1;
  return setsockopt(file, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request);
}

static int join_version_6(int file, const clinux_udp_address *group, int32_t interface) {
  struct ipv6_mreq request = {
      .ipv6mr_multiaddr = version_6(group).sin6_addr, .ipv6mr_interface = (unsigned)interface};
  return setsockopt(file, IPPROTO_IPV6, IPV6_JOIN_GROUP, &request, sizeof request);
}

// The group's address with the port of `address`.
static clinux_udp_address group_endpoint(
    const clinux_udp_address *address, const clinux_udp_address *group) {
  clinux_udp_address result = *group;
  // The port lies at the same place in both address families.
  memcpy(result.bytes + offsetof(struct sockaddr_in, sin_port),
         address->bytes + offsetof(struct sockaddr_in, sin_port), sizeof(in_port_t));
  return result;
}

static int prepare_receiver(
    int file, const clinux_udp_address *address, const clinux_udp_address *group,
    int32_t interface) {
  if (set(file, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER) != 0) return -1;
  if (address->is_version_6 && set(file, IPPROTO_IPV6, IPV6_V6ONLY, 0) != 0) return -1;
  if (!group) return bind(file, kernel(address), address->length);
  // Several receivers of one machine may listen to a group; a plain port stays with one of them.
  if (set(file, SOL_SOCKET, SO_REUSEADDR, 1) != 0) return -1;
  clinux_udp_address bound = address->is_any ? *address : group_endpoint(address, group);
  if (bind(file, kernel(&bound), bound.length) != 0) return -1;
  return group->is_version_6 ? join_version_6(file, group, interface)
                             : join_version_4(file, address, group, interface);
}

int32_t clinux_udp_open_receiver(
    const clinux_udp_address *address, const clinux_udp_address *group, int32_t interface) {
  if (group && (!group->is_multicast || group->is_version_6 != address->is_version_6))
    return -EAFNOSUPPORT;
  int32_t file = open_socket(address->is_version_6);
  if (file < 0) return file;
  return prepare_receiver(file, address, group, interface) == 0 ? file : closing(file);
}

int32_t clinux_udp_port(int32_t descriptor) {
  struct sockaddr_storage bound;
  socklen_t length = sizeof bound;
  if (getsockname(descriptor, (struct sockaddr *)&bound, &length) != 0) return -errno;
  in_port_t port;
  memcpy(&port, (char *)&bound + offsetof(struct sockaddr_in, sin_port), sizeof port);
  return ntohs(port);
}

static uint16_t split(const struct sockaddr_storage *from, uint8_t *source) {
  if (from->ss_family == AF_INET6) {
    const struct sockaddr_in6 *address = (const void *)from;
    memcpy(source, &address->sin6_addr, 16);
    return ntohs(address->sin6_port);
  }
  const struct sockaddr_in *address = (const void *)from;
  memset(source, 0, 10);
  memset(source + 10, 0xFF, 2);
  memcpy(source + 12, &address->sin_addr, 4);
  return ntohs(address->sin_port);
}

int64_t clinux_udp_receive(
    int32_t descriptor, uint8_t *bytes, int64_t capacity, int64_t timeout_nanoseconds,
    uint8_t *source, uint16_t *source_port) {
  if (timeout_nanoseconds > 0) {
    struct pollfd waiting = {descriptor, POLLIN, 0};
    struct timespec timeout = {timeout_nanoseconds / 1000000000, timeout_nanoseconds % 1000000000};
    int ready = ppoll(&waiting, 1, &timeout, 0);
    if (ready < 0) return -errno;
    if (ready == 0) return -EAGAIN;
  }
  struct sockaddr_storage from = {0};
  struct iovec part = {bytes, (size_t)capacity};
  struct msghdr message = {
      .msg_name = &from, .msg_namelen = sizeof from, .msg_iov = &part, .msg_iovlen = 1};
  ssize_t length = recvmsg(descriptor, &message, MSG_DONTWAIT | MSG_TRUNC);
  if (length < 0) return -errno;
  *source_port = split(&from, source);
  return length;
}

void clinux_udp_address_text(const uint8_t *source, char *text) {
  static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (memcmp(source, mapped, sizeof mapped) == 0) inet_ntop(AF_INET, source + 12, text, 46);
  else inet_ntop(AF_INET6, source, text, 46);
}

void clinux_udp_close(int32_t descriptor) { close(descriptor); }
