#pragma once
#include <stdint.h>

/// An IPv4 or IPv6 address with its port, as the kernel takes it.
typedef struct {
  uint8_t bytes[28];
  uint8_t length;
  uint8_t is_multicast;
  uint8_t is_version_6;
  uint8_t is_any;
} clinux_udp_address;

/// Finds the first UDP address of a host name or a numeric address; `is_passive` allows an empty
/// host for every local address. May ask the network. 0, a negative errno, or CLINUX_UDP_UNKNOWN.
int32_t clinux_udp_resolve(
    const char *_Nonnull host, uint16_t port, int32_t is_passive,
    clinux_udp_address *_Nonnull address);
/// The same for a numeric address alone, without asking the network.
int32_t clinux_udp_numeric(
    const char *_Nonnull host, uint16_t port, clinux_udp_address *_Nonnull address);
/// The host is not known; above the system's own error numbers.
enum { CLINUX_UDP_UNKNOWN = 10101 };

/// The index of a network interface, or a negative errno.
int32_t clinux_udp_interface(const char *_Nonnull name);

/// A non-blocking socket for sending to one address: DSCP EF, multicast by `hops` routers and out of
/// `interface` (0: the routing table's choice), ICMP errors reported. A descriptor or a negative
/// errno.
int32_t clinux_udp_open_sender(
    const clinux_udp_address *_Nonnull address, uint8_t hops, int32_t interface);

/// Sends a datagram without waiting. 0, or the negative errno of this attempt.
///
/// An error that an earlier datagram has met in the meantime (an ICMP refusal) comes out of the next
/// call in place of its own result; `earlier` counts it and the datagram is tried once more.
int32_t clinux_udp_send(
    int32_t descriptor, const clinux_udp_address *_Nonnull address, const uint8_t *_Nonnull bytes,
    int64_t count, int32_t *_Nonnull earlier);

/// A non-blocking socket bound to `address`. With a `group` it is joined on `interface`, or where
/// that is 0 on the interface that has `address`; a bound address other than "any" then only
/// chooses the interface, and the socket binds to the group. A descriptor or a negative errno.
int32_t clinux_udp_open_receiver(
    const clinux_udp_address *_Nonnull address, const clinux_udp_address *_Nullable group,
    int32_t interface);

/// The port a socket is bound to, or a negative errno.
int32_t clinux_udp_port(int32_t descriptor);

/// Waits for a datagram for at most `timeout_nanoseconds` and receives it.
///
/// `source` receives the sender's address, IPv4 as ::ffff:a.b.c.d, and `source_port` its port.
/// Returns the datagram's whole length, which may exceed the `capacity` bytes that were kept, or a
/// negative errno: EAGAIN when the time is up, EINTR after a signal.
int64_t clinux_udp_receive(
    int32_t descriptor, uint8_t *_Nonnull bytes, int64_t capacity, int64_t timeout_nanoseconds,
    uint8_t *_Nonnull source, uint16_t *_Nonnull source_port);

/// Writes the text of a 16-byte address, IPv4 in its own form, closing zero included (46 bytes).
void clinux_udp_address_text(const uint8_t *_Nonnull source, char *_Nonnull text);

/// Closes a socket.
void clinux_udp_close(int32_t descriptor);
