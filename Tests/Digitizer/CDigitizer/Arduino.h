// The parts of an Arduino core that the example uses, played by arduino_example.cpp.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { LOW = 0, HIGH = 1, INPUT = 0, OUTPUT = 1, FALLING = 2 };

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t level);
uint8_t digitalPinToInterrupt(uint8_t pin);
void attachInterrupt(uint8_t interrupt, void (*handler)(void), int mode);
void noInterrupts(void);
void interrupts(void);
unsigned long micros(void);

struct SerialPort {
  void begin(unsigned long baud);
  size_t write(const uint8_t *bytes, size_t count);
};
extern SerialPort Serial;
