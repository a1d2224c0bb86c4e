// The example program of Tools/digitizer with a converter and a line that the tests play.
#include "../../../Tools/digitizer/digitizer.ino"

#include "digitizer_bench.h"

namespace {

void (*on_ready)(void);
uint32_t now_micros;
const int32_t *converter_samples;
int converter_byte;
uint8_t *line;
size_t line_count;

}  // namespace

SerialPort Serial;
SPIBus SPI;

void pinMode(uint8_t, uint8_t) {}
void digitalWrite(uint8_t, uint8_t) {}
uint8_t digitalPinToInterrupt(uint8_t pin) { return pin; }
void attachInterrupt(uint8_t, void (*handler)(void), int) { on_ready = handler; }
void noInterrupts(void) {}
void interrupts(void) {}
unsigned long micros(void) { return now_micros; }

void SerialPort::begin(unsigned long) {}
size_t SerialPort::write(const uint8_t *bytes, size_t count) {
  for (size_t index = 0; index < count; index++) line[line_count++] = bytes[index];
  return count;
}

void SPIBus::begin(void) {}
uint8_t SPIBus::transfer(uint8_t) {
  const int position = converter_byte++;
  return (uint8_t)((uint32_t)converter_samples[position / 3] >> (16 - position % 3 * 8));
}

void arduino_example_setup(void) { setup(); }

int32_t arduino_example_loop(
    uint32_t ready_count, uint32_t time, const int32_t *samples, uint8_t *sent) {
  now_micros = time;
  converter_samples = samples;
  converter_byte = 0;
  line = sent;
  line_count = 0;
  for (; ready_count > 0; ready_count--) on_ready();
  loop();
  return (int32_t)line_count;
}
