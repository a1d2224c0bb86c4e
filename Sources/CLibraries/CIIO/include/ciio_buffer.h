#pragma once
#include "ciio_channel.h"

/// Starts buffered capture of the enabled channels; NULL on an error.
///
/// libiio makes `frames` the kernel's watermark, and `frames × blocks` the length of its queue.
struct ciio_buffer *ciio_buffer_open(
    struct ciio_device *device, uint64_t frames, uint32_t blocks, int32_t *error);
void ciio_buffer_close(struct ciio_buffer *buffer);
/// From now on `ciio_buffer_refill` gives what is there, -EAGAIN when that is nothing; -ENOSYS
/// where the backend cannot (an iiod across the network).
int32_t ciio_buffer_set_immediate(struct ciio_buffer *buffer);
/// Waits for frames: 1 when there are some, 0 after the timeout, or an error; -ENOSYS where the
/// backend cannot wait.
int32_t ciio_buffer_wait(struct ciio_buffer *buffer, int32_t milliseconds);
/// Fetches the next frames; how many bytes, or an error.
int64_t ciio_buffer_refill(struct ciio_buffer *buffer);
/// The first byte of the frames fetched.
const void *ciio_buffer_start(const struct ciio_buffer *buffer);
/// The bytes from one frame to the next.
int64_t ciio_buffer_step(const struct ciio_buffer *buffer);
/// Where the channel's value stands in a frame, in bytes from the frame's start.
int64_t ciio_buffer_offset(const struct ciio_buffer *buffer, const struct ciio_channel *channel);
