/* Frames of a serial digitizer for Firstbreak, version 1: the reference encoder.
 *
 * One header, no library, no heap, no floating point; C99 and C++. A frame is written into a buffer of
 * FIRSTBREAK_FRAME_BYTES(...) bytes and sent as it stands:
 *
 *   offset  bytes  field (numbers are little-endian)
 *   0       2      sync, F1 B5
 *   2       1      version, 1
 *   3       1      format: 1 samples of 32 bits (else 24), 2 device time valid, 4 first frame
 *   4       1      channels, 1-16
 *   5       1      instants in this frame, 1-255
 *   6       2      sequence, +1 a frame
 *   8       4      number of the frame's first instant since the start, lost ones counted
 *   12      4      device time of the newest instant in microseconds, 0 where not valid
 *   16      2      header check: lower half of the CRC-32C of bytes 2-15
 *   18      n      samples, two's complement, all channels of one instant together
 *   18 + n  4      CRC-32C of bytes 2 to 17 + n
 *
 * A frame has at most 2048 bytes.
 */
#ifndef FIRSTBREAK_FRAME_H
#define FIRSTBREAK_FRAME_H

#include <stdint.h>

#define FIRSTBREAK_FRAME_BYTES(channels, instants, sample_bytes) \
  (22u + (unsigned)(channels) * (unsigned)(instants) * (unsigned)(sample_bytes))

/* What a digitizer keeps between frames; begin with firstbreak_begin. */
typedef struct {
  uint32_t sample_counter;
  uint16_t sequence;
  uint8_t channels;
  uint8_t is_wide;
  uint8_t is_first;
} firstbreak_digitizer;

/* Starts counting. `is_wide`: samples of 32 bits instead of 24. */
static inline void firstbreak_begin(
    firstbreak_digitizer *digitizer, uint8_t channels, uint8_t is_wide) {
  digitizer->sample_counter = 0;
  digitizer->sequence = 0;
  digitizer->channels = channels;
  digitizer->is_wide = is_wide;
  digitizer->is_first = 1;
}

/* Instants that the converter took and the program could not send: call it before the next frame. */
static inline void firstbreak_lost(firstbreak_digitizer *digitizer, uint32_t instants) {
  digitizer->sample_counter += instants;
}

/* CRC-32C without a table of 1 KiB: two steps of four bits a byte. */
static inline uint32_t firstbreak_crc32c(uint32_t crc, const uint8_t *bytes, uint16_t count) {
  static const uint32_t step[16] = {
      0x00000000u, 0x105EC76Fu, 0x20BD8EDEu, 0x30E349B1u, 0x417B1DBCu, 0x5125DAD3u,
      0x61C69362u, 0x7198540Du, 0x82F63B78u, 0x92A8FC17u, 0xA24BB5A6u, 0xB21572C9u,
      0xC38D26C4u, 0xD3D3E1ABu, 0xE330A81Au, 0xF36E6F75u};
  uint16_t index;
  crc = ~crc;
  for (index = 0; index < count; index++) {
    crc ^= bytes[index];
    crc = (crc >> 4) ^ step[crc & 15u];
    crc = (crc >> 4) ^ step[crc & 15u];
  }
  return ~crc;
}

static inline uint8_t *firstbreak_put(uint8_t *at, uint32_t value, uint8_t bytes) {
  for (; bytes > 0; bytes--) {
    *at++ = (uint8_t)(value & 0xFFu);
    value >>= 8;
  }
  return at;
}

/* Writes a frame of `instants` instants, samples[instant * channels + channel], into `frame`.
 *
 * `device_time`: the microsecond counter when the newest instant was taken, or NULL. Returns the
 * number of bytes to send. */
static inline uint16_t firstbreak_encode(
    firstbreak_digitizer *digitizer, const int32_t *samples, uint8_t instants,
    const uint32_t *device_time, uint8_t *frame) {
  uint8_t *at = frame;
  uint16_t index;
  const uint16_t count = (uint16_t)(instants * digitizer->channels);
  at = firstbreak_put(at, 0xB5F1u, 2);
  at = firstbreak_put(at, 1, 1);
  at = firstbreak_put(
      at, (uint32_t)(digitizer->is_wide ? 1 : 0) | (device_time ? 2u : 0u) |
              (digitizer->is_first ? 4u : 0u), 1);
  at = firstbreak_put(at, digitizer->channels, 1);
  at = firstbreak_put(at, instants, 1);
  at = firstbreak_put(at, digitizer->sequence, 2);
  at = firstbreak_put(at, digitizer->sample_counter, 4);
  at = firstbreak_put(at, device_time ? *device_time : 0, 4);
  at = firstbreak_put(at, firstbreak_crc32c(0, frame + 2, 14), 2);
  for (index = 0; index < count; index++) {
    at = firstbreak_put(at, (uint32_t)samples[index], digitizer->is_wide ? 4 : 3);
  }
  at = firstbreak_put(at, firstbreak_crc32c(0, frame + 2, (uint16_t)(at - frame - 2)), 4);
  digitizer->sequence++;
  digitizer->sample_counter += instants;
  digitizer->is_first = 0;
  return (uint16_t)(at - frame);
}

#endif
