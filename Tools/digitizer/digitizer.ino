// A three-channel digitizer on an Arduino-style board: a converter with three simultaneous 24-bit
// channels on SPI and a data-ready pin. Change the pins, the rate of the line and readConverter() for
// your converter; the frames stay as they are.
#include <Arduino.h>
#include <SPI.h>

#include "firstbreak_frame.h"

static const uint8_t READY_PIN = 2;
static const uint8_t SELECT_PIN = 10;
static const uint32_t BAUD = 460800;
static const uint8_t CHANNELS = 3;

static firstbreak_digitizer digitizer;
static volatile uint32_t readyMicros;
static volatile uint32_t readyCount;
static uint32_t takenCount;

// The converter has new samples: stamp them at once, read them outside the interrupt.
static void converterReady() {
  readyMicros = micros();
  readyCount = readyCount + 1;
}

static void readConverter(int32_t *samples) {
  digitalWrite(SELECT_PIN, LOW);
  for (uint8_t channel = 0; channel < CHANNELS; channel++) {
    uint32_t word = (uint32_t)SPI.transfer(0) << 24;
    word |= (uint32_t)SPI.transfer(0) << 16;
    word |= (uint32_t)SPI.transfer(0) << 8;
    samples[channel] = (int32_t)word / 256;
  }
  digitalWrite(SELECT_PIN, HIGH);
}

void setup() {
  Serial.begin(BAUD);
  SPI.begin();
  pinMode(SELECT_PIN, OUTPUT);
  pinMode(READY_PIN, INPUT);
  firstbreak_begin(&digitizer, CHANNELS, 0);
  attachInterrupt(digitalPinToInterrupt(READY_PIN), converterReady, FALLING);
}

void loop() {
  noInterrupts();
  const uint32_t ready = readyCount;
  const uint32_t time = readyMicros;
  interrupts();
  if (ready == takenCount) return;
  // Samples that the converter overwrote before this loop came round are lost, and the station is
  // told how many they were.
  firstbreak_lost(&digitizer, ready - takenCount - 1);
  takenCount = ready;
  int32_t samples[CHANNELS];
  readConverter(samples);
  uint8_t frame[FIRSTBREAK_FRAME_BYTES(3, 1, 3)];
  const uint16_t count = firstbreak_encode(&digitizer, samples, 1, &time, frame);
  Serial.write(frame, count);
}
