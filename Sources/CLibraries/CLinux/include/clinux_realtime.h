#pragma once

// Marks the stretch of a thread in which nothing may allocate, lock or block. With
// CLINUX_REALTIME_SANITIZER defined, RealtimeSanitizer ends the process at the first call that does;
// without it the two are nothing.
#ifdef CLINUX_REALTIME_SANITIZER
void __rtsan_realtime_enter(void);
void __rtsan_realtime_exit(void);
static inline void clinux_realtime_enter(void) { __rtsan_realtime_enter(); }
static inline void clinux_realtime_exit(void) { __rtsan_realtime_exit(); }
#else
static inline void clinux_realtime_enter(void) {}
static inline void clinux_realtime_exit(void) {}
#endif
