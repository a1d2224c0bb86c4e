#pragma once
#include <stdint.h>

/// What a device can capture.
typedef struct {
  uint32_t rate_min_hertz;
  uint32_t rate_max_hertz;
  uint32_t channel_count_min;
  uint32_t channel_count_max;
  /// Bit n stands for the format of number n (`CALSA_FORMAT_S16` and so on).
  uint32_t formats;
} calsa_abilities;

/// Opens a device for capture, asks what it can do and closes it; sets nothing, and never waits for a
/// device that somebody else has open, which is -EBUSY.
///
/// `abilities` is filled on success only. Rates are the device's own, without resampling.
int32_t calsa_abilities_of(const char *_Nonnull device, calsa_abilities *_Nonnull abilities);
