// Preloaded into the daemon: a disk and a name server that stop answering once the file HANG exists.
//
//   cc -shared -fPIC -o hanging_system.so hanging_system.c -ldl
//   HANG=/tmp/hang LD_PRELOAD=./hanging_system.so firstbreakd ...
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

static void hang_if_told(const char *what) {
  const char *file = getenv("HANG");
  if (!file || access(file, F_OK) != 0) return;
  // The test waits for these words, so that it knows the call to hang.
  (void)!write(STDERR_FILENO, what, __builtin_strlen(what));
  for (;;) pause();
}

int statvfs(const char *path, struct statvfs *state) {
  hang_if_told("hanging: statvfs\n");
  int (*real)(const char *, struct statvfs *) = dlsym(RTLD_NEXT, "statvfs");
  return real(path, state);
}

int getaddrinfo(
    const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  if (!hints || !(hints->ai_flags & AI_NUMERICHOST)) hang_if_told("hanging: getaddrinfo\n");
  int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
      dlsym(RTLD_NEXT, "getaddrinfo");
  return real(node, service, hints, found);
}
