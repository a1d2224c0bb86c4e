#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A digitizer that encodes with the reference header.
typedef struct digitizer_bench digitizer_bench;
digitizer_bench *_Nonnull digitizer_bench_make(uint8_t channels, uint8_t is_wide);
void digitizer_bench_free(digitizer_bench *_Nonnull bench);
/// Leaves instants out, as a digitizer does that was too slow.
void digitizer_bench_lose(digitizer_bench *_Nonnull bench, uint32_t instants);
/// Encodes one frame into 2048 bytes; its length. A negative device time leaves it out.
int32_t digitizer_bench_encode(
    digitizer_bench *_Nonnull bench, const int32_t *_Nonnull samples, uint8_t instants,
    int64_t device_time, uint8_t *_Nonnull frame);

/// Starts the example program as its board would.
void arduino_example_setup(void);
/// One turn of the example's loop, before which the converter became ready `ready_count` times, the
/// last time at `time` with the three samples; the number of bytes it sent into `sent` (256 bytes).
int32_t arduino_example_loop(
    uint32_t ready_count, uint32_t time, const int32_t *_Nonnull samples, uint8_t *_Nonnull sent);

#ifdef __cplusplus
}
#endif
