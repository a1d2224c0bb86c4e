#pragma once
#include <stdint.h>

struct SPIBus {
  void begin(void);
  uint8_t transfer(uint8_t byte);
};
extern SPIBus SPI;
