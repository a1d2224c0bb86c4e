#pragma once
#include "ciio_context.h"

/// How a channel's value stands in a scan, as the kernel's "type" attribute says.
struct ciio_format {
  uint32_t storage_bits;
  uint32_t real_bits;
  uint32_t shift;
  uint32_t repeat;
  int32_t is_signed;
  int32_t is_big_endian;
};

uint32_t ciio_device_channel_count(const struct ciio_device *device);
struct ciio_channel *ciio_device_channel(const struct ciio_device *device, uint32_t index);
/// The channel's identifier, such as "accel_x"; never NULL.
const char *ciio_channel_identifier(const struct ciio_channel *channel);
/// The channel's name; NULL where it has none.
const char *ciio_channel_name(const struct ciio_channel *channel);
int32_t ciio_channel_is_output(const struct ciio_channel *channel);
/// Whether buffered scans can hold the channel.
int32_t ciio_channel_is_scan_element(const struct ciio_channel *channel);
struct ciio_format ciio_channel_format(const struct ciio_channel *channel);
uint32_t ciio_channel_attribute_count(const struct ciio_channel *channel);
const char *ciio_channel_attribute_name(const struct ciio_channel *channel, uint32_t index);
int64_t ciio_channel_read(
    const struct ciio_channel *channel, const char *attribute, char *text, uint64_t size);
int64_t ciio_channel_write(
    const struct ciio_channel *channel, const char *attribute, const char *text);
/// Whether the next buffer of the device holds the channel.
void ciio_channel_enable(struct ciio_channel *channel, int32_t is_enabled);
/// libiio's own unpacking of a value, `storage_bits / 8` bytes in and out.
void ciio_channel_convert(const struct ciio_channel *channel, void *value, const void *scan);
