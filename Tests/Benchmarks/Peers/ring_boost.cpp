// boost::lockfree::spsc_queue as RingBench drives our ring: as many slots, the same threads on the
// same processors, the same bytes written and read. One lap for each line of standard input.
//
//   ring_boost throughput|pingpong ITEM_BYTES ITEM_COUNT

#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <boost/lockfree/spsc_queue.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

constexpr std::size_t slot_count = 1024;

template <std::size_t words>
struct Item {
  std::uint64_t word[words];
};

std::int64_t now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t(time.tv_sec) * 1000000000 + time.tv_nsec;
}

void pin(int processor) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

inline void pause(unsigned &waits) {
  if ((++waits & 0xffff) == 0) sched_yield();
}

template <std::size_t words>
using Queue = boost::lockfree::spsc_queue<Item<words>, boost::lockfree::capacity<slot_count>>;

template <std::size_t words>
void throughput(std::size_t count) {
  auto queue = new Queue<words>;
  std::uint64_t sum = 0;
  std::int64_t begin = now();
  std::thread writer([&] {
    pin(0);
    unsigned waits = 0;
    for (std::uint64_t n = 0; n < count; n++) {
      Item<words> item;
      for (std::size_t w = 0; w < words; w++) item.word[w] = n + w;
      while (!queue->push(item)) pause(waits);
    }
  });
  std::thread reader([&] {
    pin(1);
    unsigned waits = 0;
    std::uint64_t total = 0;
    for (std::size_t taken = 0; taken < count;) {
      // Reads the item where it lies, as our consumer does.
      if (queue->consume_one([&](const Item<words> &item) {
            for (std::size_t w = 0; w < words; w++) total += item.word[w];
          }))
        taken++;
      else
        pause(waits);
    }
    sum = total;
  });
  writer.join();
  reader.join();
  std::int64_t elapsed = now() - begin;
  std::printf("%.6f %lld\n", double(elapsed) / count, (long long)sum);
  delete queue;
}

void ping_pong(std::size_t count) {
  auto there = new Queue<1>, back = new Queue<1>;
  std::int64_t elapsed = 0;
  std::thread first([&] {
    pin(0);
    std::int64_t begin = now();
    Item<1> item;
    for (std::uint64_t n = 0; n < count; n++) {
      unsigned waits = 0;
      item.word[0] = n;
      while (!there->push(item)) pause(waits);
      while (!back->pop(item)) pause(waits);
    }
    elapsed = now() - begin;
  });
  std::thread second([&] {
    pin(1);
    Item<1> item;
    for (std::uint64_t n = 0; n < count; n++) {
      unsigned waits = 0;
      while (!there->pop(item)) pause(waits);
      while (!back->push(item)) pause(waits);
    }
  });
  first.join();
  second.join();
  std::printf("%.6f 0\n", double(elapsed) / count / 2);
  delete there;
  delete back;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  std::size_t bytes = std::strtoul(argv[2], nullptr, 10), count = std::strtoul(argv[3], nullptr, 10);
  char line[64];
  while (std::fgets(line, sizeof line, stdin)) {
    if (!std::strcmp(argv[1], "pingpong"))
      ping_pong(count);
    else if (bytes == 8)
      throughput<1>(count);
    else if (bytes == 1024)
      throughput<128>(count);
    else
      return 2;
    std::fflush(stdout);
  }
}
