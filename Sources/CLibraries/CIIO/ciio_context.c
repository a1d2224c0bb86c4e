#include "ciio_context.h"

#include "ciio_reach.h"

#include <errno.h>
#include <iio.h>
#include <stdlib.h>
#include <string.h>

static struct iio_context *context_of(const struct ciio_context *context) {
  return (struct iio_context *)context;
}

static struct iio_device *device_of(const struct ciio_device *device) {
  return (struct iio_device *)device;
}

// libiio leaves the reason in errno, but not on every path.
static int32_t reason(void) { return errno > 0 ? -errno : -EIO; }

struct ciio_context *ciio_context_open(const char *uri, int32_t *error) {
  *error = ciio_reach(uri);
  if (*error < 0) return NULL;
  // libiio cuts the port off the URI in place: it must not be a literal.
  char *copy = strdup(uri);
  if (!copy) {
    *error = -ENOMEM;
    return NULL;
  }
  errno = 0;
  struct iio_context *context = iio_create_context_from_uri(copy);
  *error = context ? 0 : reason();
  free(copy);
  return (struct ciio_context *)context;
}

struct ciio_context *ciio_context_of_xml(const char *xml, uint64_t length, int32_t *error) {
  errno = 0;
  struct iio_context *context = iio_create_xml_context_mem(xml, length);
  *error = context ? 0 : reason();
  return (struct ciio_context *)context;
}

void ciio_context_close(struct ciio_context *context) { iio_context_destroy(context_of(context)); }

int32_t ciio_context_set_timeout(struct ciio_context *context, uint32_t milliseconds) {
  return iio_context_set_timeout(context_of(context), milliseconds);
}

uint32_t ciio_context_device_count(const struct ciio_context *context) {
  return iio_context_get_devices_count(context_of(context));
}

struct ciio_device *ciio_context_device(const struct ciio_context *context, uint32_t index) {
  return (struct ciio_device *)iio_context_get_device(context_of(context), index);
}

const char *ciio_device_identifier(const struct ciio_device *device) {
  return iio_device_get_id(device_of(device));
}

const char *ciio_device_name(const struct ciio_device *device) {
  return iio_device_get_name(device_of(device));
}

const char *ciio_device_label(const struct ciio_device *device) {
  return iio_device_get_label(device_of(device));
}

int32_t ciio_device_is_trigger(const struct ciio_device *device) {
  return iio_device_is_trigger(device_of(device));
}

uint32_t ciio_device_attribute_count(const struct ciio_device *device) {
  return iio_device_get_attrs_count(device_of(device));
}

const char *ciio_device_attribute_name(const struct ciio_device *device, uint32_t index) {
  return iio_device_get_attr(device_of(device), index);
}

int64_t ciio_device_read(
    const struct ciio_device *device, const char *attribute, char *text, uint64_t size) {
  return iio_device_attr_read(device_of(device), attribute, text, size);
}

int64_t ciio_device_write(
    const struct ciio_device *device, const char *attribute, const char *text) {
  return iio_device_attr_write(device_of(device), attribute, text);
}

int64_t ciio_device_read_buffer(
    const struct ciio_device *device, const char *attribute, char *text, uint64_t size) {
  return iio_device_buffer_attr_read(device_of(device), attribute, text, size);
}

const struct ciio_device *ciio_device_trigger(const struct ciio_device *device, int32_t *error) {
  const struct iio_device *trigger = NULL;
  *error = iio_device_get_trigger(device_of(device), &trigger);
  return (const struct ciio_device *)(*error < 0 ? NULL : trigger);
}

int32_t ciio_device_set_trigger(struct ciio_device *device, const struct ciio_device *trigger) {
  return iio_device_set_trigger(device_of(device), device_of(trigger));
}
