#pragma once
#include <stdint.h>

// libiio behind opaque pointers and fixed-width integers, so that Embedded Swift needs none of its
// headers. An error is a negative errno. Nothing here is thread-safe: one thread a context.

struct ciio_context;
struct ciio_device;
struct ciio_channel;
struct ciio_buffer;

/// Opens the devices of this machine ("local:") or of an iiod ("ip:HOST[:PORT]"); NULL on an error.
struct ciio_context *ciio_context_open(const char *uri, int32_t *error);
/// The devices that an XML description gives, without input or output; NULL on an error.
struct ciio_context *ciio_context_of_xml(const char *xml, uint64_t length, int32_t *error);
/// Closes the context; every pointer that came from it is void.
void ciio_context_close(struct ciio_context *context);
/// The longest wait for an answer; zero waits for ever.
int32_t ciio_context_set_timeout(struct ciio_context *context, uint32_t milliseconds);
uint32_t ciio_context_device_count(const struct ciio_context *context);
struct ciio_device *ciio_context_device(const struct ciio_context *context, uint32_t index);

/// The kernel's identifier, such as "iio:device0"; never NULL.
const char *ciio_device_identifier(const struct ciio_device *device);
/// The driver's name of the device; NULL where it gives none.
const char *ciio_device_name(const struct ciio_device *device);
/// The label of the device tree; NULL where there is none.
const char *ciio_device_label(const struct ciio_device *device);
/// 1 for a trigger, 0 for a device.
int32_t ciio_device_is_trigger(const struct ciio_device *device);
uint32_t ciio_device_attribute_count(const struct ciio_device *device);
const char *ciio_device_attribute_name(const struct ciio_device *device, uint32_t index);
/// Reads an attribute as text with a closing zero; its length with the zero, or an error.
int64_t ciio_device_read(
    const struct ciio_device *device, const char *attribute, char *text, uint64_t size);
int64_t ciio_device_write(
    const struct ciio_device *device, const char *attribute, const char *text);
/// Reads an attribute of the device's buffer, such as "watermark".
int64_t ciio_device_read_buffer(
    const struct ciio_device *device, const char *attribute, char *text, uint64_t size);
/// The trigger in use; NULL without one, with the error where it cannot be told.
const struct ciio_device *ciio_device_trigger(const struct ciio_device *device, int32_t *error);
int32_t ciio_device_set_trigger(struct ciio_device *device, const struct ciio_device *trigger);
