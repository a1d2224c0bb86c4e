// What Swift's library asks of the Unicode tables when it compares strings or counts characters, answered
// without tables, for the board's program only: every scalar is a character by itself that has no other
// spelling. All of ASCII is so, bar CR LF; other text that a station meets (paths, descriptions) it
// compares for the same bytes and prints. The tables would be a thirtieth of the program.
//
// The names and types are those of the library's SwiftShims/UnicodeData.h.
#include "plain_text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint16_t _swift_stdlib_getNormData(uint32_t scalar);
uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar);
uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second);
uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar);
bool _swift_stdlib_isExtendedPictographic(uint32_t scalar);
bool _swift_stdlib_isInCB_Consonant(uint32_t scalar);

// Of combining class 0, and normal in every form.
uint16_t _swift_stdlib_getNormData(uint32_t scalar) {
  (void)scalar;
  return 0;
}

// Nothing is taken apart: no entry, and no bytes that one could point to.
uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar) {
  (void)scalar;
  return UINT32_MAX;
}
extern const uint8_t *const _swift_stdlib_nfd_decompositions;
const uint8_t *const _swift_stdlib_nfd_decompositions = NULL;

// Nothing is put together.
uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second) {
  (void)first;
  (void)second;
  return UINT32_MAX;
}

// A kind that joins nothing.
uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar) {
  (void)scalar;
  return UINT8_MAX;
}

bool _swift_stdlib_isExtendedPictographic(uint32_t scalar) {
  (void)scalar;
  return false;
}

bool _swift_stdlib_isInCB_Consonant(uint32_t scalar) {
  (void)scalar;
  return false;
}
