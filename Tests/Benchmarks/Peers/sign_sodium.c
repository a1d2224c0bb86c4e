// libsodium's bare Ed25519 signature, as SigningBench's peer. One lap for each line of standard input.
//
//   sign_sodium MESSAGE_BYTES COUNT

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 3 || sodium_init() < 0) return 2;
  size_t bytes = strtoul(argv[1], 0, 10), count = strtoul(argv[2], 0, 10);
  unsigned char seed[crypto_sign_SEEDBYTES], public_key[crypto_sign_PUBLICKEYBYTES];
  unsigned char secret[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES];
  unsigned char *message = calloc(1, bytes);
  if (!message) return 1;
  memset(seed, 0x5a, sizeof seed);
  crypto_sign_seed_keypair(public_key, secret, seed);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    double begin = nanoseconds();
    for (size_t item = 0; item < count; item++) {
      memcpy(message, &item, sizeof item);
      crypto_sign_detached(signature, 0, message, bytes, secret);
    }
    printf("%.3f 0\n", (nanoseconds() - begin) / (double)count);
    fflush(stdout);
  }
}
