#include "digitizer_bench.h"

#include <stdlib.h>

#include "../../../Tools/digitizer/firstbreak_frame.h"

struct digitizer_bench {
  firstbreak_digitizer digitizer;
};

digitizer_bench *digitizer_bench_make(uint8_t channels, uint8_t is_wide) {
  digitizer_bench *bench = malloc(sizeof *bench);
  if (!bench) abort();
  firstbreak_begin(&bench->digitizer, channels, is_wide);
  return bench;
}

void digitizer_bench_free(digitizer_bench *bench) { free(bench); }

void digitizer_bench_lose(digitizer_bench *bench, uint32_t instants) {
  firstbreak_lost(&bench->digitizer, instants);
}

int32_t digitizer_bench_encode(
    digitizer_bench *bench, const int32_t *samples, uint8_t instants, int64_t device_time,
    uint8_t *frame) {
  uint32_t time = (uint32_t)device_time;
  return firstbreak_encode(
      &bench->digitizer, samples, instants, device_time < 0 ? 0 : &time, frame);
}
