#include "ciio_channel.h"

#include <iio.h>

static struct iio_device *device_of(const struct ciio_device *device) {
  return (struct iio_device *)device;
}

static struct iio_channel *channel_of(const struct ciio_channel *channel) {
  return (struct iio_channel *)channel;
}

uint32_t ciio_device_channel_count(const struct ciio_device *device) {
  return iio_device_get_channels_count(device_of(device));
}

struct ciio_channel *ciio_device_channel(const struct ciio_device *device, uint32_t index) {
  return (struct ciio_channel *)iio_device_get_channel(device_of(device), index);
}

const char *ciio_channel_identifier(const struct ciio_channel *channel) {
  return iio_channel_get_id(channel_of(channel));
}

const char *ciio_channel_name(const struct ciio_channel *channel) {
  return iio_channel_get_name(channel_of(channel));
}

int32_t ciio_channel_is_output(const struct ciio_channel *channel) {
  return iio_channel_is_output(channel_of(channel));
}

int32_t ciio_channel_is_scan_element(const struct ciio_channel *channel) {
  return iio_channel_is_scan_element(channel_of(channel));
}

struct ciio_format ciio_channel_format(const struct ciio_channel *channel) {
  const struct iio_data_format *format = iio_channel_get_data_format(channel_of(channel));
  return (struct ciio_format){
      .storage_bits = format->length,
      .real_bits = format->bits,
      .shift = format->shift,
      .repeat = format->repeat,
      .is_signed = format->is_signed,
      .is_big_endian = format->is_be,
  };
}

uint32_t ciio_channel_attribute_count(const struct ciio_channel *channel) {
  return iio_channel_get_attrs_count(channel_of(channel));
}

const char *ciio_channel_attribute_name(const struct ciio_channel *channel, uint32_t index) {
  return iio_channel_get_attr(channel_of(channel), index);
}

int64_t ciio_channel_read(
    const struct ciio_channel *channel, const char *attribute, char *text, uint64_t size) {
  return iio_channel_attr_read(channel_of(channel), attribute, text, size);
}

int64_t ciio_channel_write(
    const struct ciio_channel *channel, const char *attribute, const char *text) {
  return iio_channel_attr_write(channel_of(channel), attribute, text);
}

void ciio_channel_enable(struct ciio_channel *channel, int32_t is_enabled) {
  if (is_enabled)
    iio_channel_enable(channel_of(channel));
  else
    iio_channel_disable(channel_of(channel));
}

void ciio_channel_convert(const struct ciio_channel *channel, void *value, const void *scan) {
  iio_channel_convert(channel_of(channel), value, scan);
}
