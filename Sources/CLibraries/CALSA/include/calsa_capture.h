#pragma once
#include <stdint.h>

// libasound behind opaque pointers and fixed-width integers, so that Embedded Swift needs none of its
// headers. Functions return 0 or more for success and a negative errno otherwise.

typedef struct calsa_capture calsa_capture;

/// How one sample stands in memory, little endian.
enum {
  CALSA_FORMAT_S16 = 0,
  /// 24 bits in three bytes.
  CALSA_FORMAT_S24_3 = 1,
  /// 24 bits in the low three of four bytes.
  CALSA_FORMAT_S24 = 2,
  CALSA_FORMAT_S32 = 3,
};

/// What is asked of a device, and after opening what it does.
typedef struct {
  int32_t format;
  uint32_t channel_count;
  uint32_t rate_hertz;
  uint32_t period_frames;
  uint32_t buffer_frames;
  /// After opening: whether stamps are CLOCK_MONOTONIC_RAW; otherwise CLOCK_MONOTONIC.
  int32_t stamps_are_raw;
} calsa_settings;

/// Where the hardware stood at one instant.
typedef struct {
  /// The driver's stamp of its newest frame on the clock that the settings name, 0 where it gives
  /// none.
  int64_t stamp_nanoseconds;
  /// Frames that can be read now.
  int64_t available_frames;
  /// Frames from the converter to the reader: those that can be read and those still on their way
  /// into memory.
  int64_t delay_frames;
  /// Whether the device still captures; not after an overrun.
  int32_t is_running;
} calsa_position;

/// Opens a device for capture, sets it up and starts nothing. Reads never wait.
///
/// `settings` is what is wanted and receives what was set; format, channels and rate are taken
/// exactly or refused, period and buffer come as near as the device allows. `step` receives what
/// failed, a text that stays.
int32_t calsa_capture_open(
    const char *_Nonnull device, calsa_settings *_Nonnull settings,
    calsa_capture *_Nullable *_Nonnull capture, const char *_Nonnull *_Nonnull step);
/// Stops and frees; does nothing with NULL.
void calsa_capture_close(calsa_capture *_Nullable capture);
/// Prepares and starts the capture, after opening and after an overrun.
///
/// The start is explicit: a kernel driver never starts a capture that reads less than its threshold.
int32_t calsa_capture_start(calsa_capture *_Nonnull capture);
/// Wakes the device up after the machine slept; -EAGAIN while that takes time, -ENOSYS where the
/// device cannot and must be started again.
int32_t calsa_capture_resume(calsa_capture *_Nonnull capture);
/// Waits until a period can be read: 1, 0 when the time is up, -EPIPE after an overrun, -ESTRPIPE
/// when suspended, -ENODEV when the device is gone.
int32_t calsa_capture_wait(calsa_capture *_Nonnull capture, int32_t milliseconds);
/// Reads up to `frames` interleaved frames in the device's format; how many there were.
int64_t calsa_capture_read(
    calsa_capture *_Nonnull capture, void *_Nonnull bytes, int64_t frames);
/// Where the device stands.
int32_t calsa_capture_position(calsa_capture *_Nonnull capture, calsa_position *_Nonnull position);
/// The kernel's name of the device's card, such as "hw:1", for its controls; 0, or -ENODEV where the
/// device belongs to no card.
int32_t calsa_capture_card(
    calsa_capture *_Nonnull capture, char *_Nonnull text, int64_t capacity);

/// libasound's words for one of its errors.
const char *_Nonnull calsa_error_text(int32_t error);
/// Keeps libasound from writing its own messages to stderr.
void calsa_silence(void);
