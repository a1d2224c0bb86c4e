#include "clinux_thread.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

struct clinux_thread {
  pthread_t identity;
  void (*body)(void *);
  void *context;
  size_t stack_bytes;
};

// Touches the stack down to near its end, so that no page of it faults later. What lies above the caller
// is in use already; a quarter is left for it and for the thread's own block.
static __attribute__((noinline)) void touch_stack(size_t bytes) {
  volatile char pages[bytes];
  for (size_t place = 0; place < bytes; place += 1024) pages[place] = 0;
}

static void *run(void *argument) {
  clinux_thread *thread = argument;
  touch_stack(thread->stack_bytes / 4 * 3);
  thread->body(thread->context);
  return 0;
}

static int32_t apply(const clinux_thread_settings *settings, pthread_t identity) {
  int32_t refused = 0;
  char name[16] = {0};
  strncpy(name, settings->name, sizeof name - 1);
  pthread_setname_np(identity, name);
  if (settings->priority > 0) {
    struct sched_param parameters = {.sched_priority = settings->priority};
    if (pthread_setschedparam(identity, SCHED_FIFO, &parameters) != 0) refused |= 1;
  }
  if (settings->cpu >= 0) {
    cpu_set_t processors;
    CPU_ZERO(&processors);
    if (settings->cpu < CPU_SETSIZE) CPU_SET((size_t)settings->cpu, &processors);
    if (pthread_setaffinity_np(identity, sizeof processors, &processors) != 0) refused |= 2;
  }
  return refused;
}

clinux_thread *clinux_thread_start(
    const clinux_thread_settings *settings, void (*body)(void *), void *context, int32_t *refused,
    int32_t *failure) {
  *refused = 0;
  clinux_thread *thread = calloc(1, sizeof *thread);
  if (!thread) {
    *failure = ENOMEM;
    return 0;
  }
  thread->body = body;
  thread->context = context;
  thread->stack_bytes = (size_t)settings->stack_kibibytes * 1024;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, thread->stack_bytes);
  int result = pthread_create(&thread->identity, &attributes, run, thread);
  pthread_attr_destroy(&attributes);
  if (result != 0) {
    *failure = result;
    free(thread);
    return 0;
  }
  *refused = apply(settings, thread->identity);
  return thread;
}

void clinux_thread_join(clinux_thread *thread) {
  pthread_join(thread->identity, 0);
  free(thread);
}
