#pragma once
#include <stdint.h>

typedef struct clinux_thread clinux_thread;

/// What a thread runs as. `priority` 1–99 asks for SCHED_FIFO, 0 for the ordinary scheduler; `cpu`
/// pins it, -1 leaves it free.
typedef struct {
  const char *_Nonnull name;
  int32_t priority;
  int32_t cpu;
  uint32_t stack_kibibytes;
} clinux_thread_settings;

/// Starts a thread on `body(context)`, three quarters of its stack touched first. Stores in `*refused` a bit for each setting the kernel refused
/// (1 priority, 2 cpu); the thread runs all the same. NULL when no thread could be made; errno in
/// `*failure`.
clinux_thread *_Nullable clinux_thread_start(
    const clinux_thread_settings *_Nonnull settings,
    void (*_Nonnull body)(void *_Nonnull context), void *_Nonnull context,
    int32_t *_Nonnull refused, int32_t *_Nonnull failure);

/// Waits for the thread to return and frees it.
void clinux_thread_join(clinux_thread *_Nonnull thread);
