#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Opens a pseudo-terminal; the descriptor of its controlling end, or -1. `path` (64 bytes) receives
/// the name of the other end.
int32_t pseudo_terminal_open(char *_Nonnull path);

#ifdef __cplusplus
}
#endif
