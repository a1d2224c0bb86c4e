// boost::lockfree::spsc_queue as RingBench drives our ring: as many slots, the same threads on the
// same processors, the same bytes written and read. One lap, the median of fifteen rounds timed from
// when both threads run, for each line of standard input.
//
//   ring_boost throughput|pingpong ITEM_BYTES ITEM_COUNT

#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace {

constexpr std::size_t slot_count = 1024;
constexpr std::size_t round_count = 15;

struct Lap {
  double nanoseconds;
  std::uint64_t check;
};

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

// Where two threads wait for each other before a round begins.
struct StartLine {
  std::atomic<int> ready{0};
  void meet() {
    ready.fetch_add(1, std::memory_order_acq_rel);
    unsigned waits = 0;
    while (ready.load(std::memory_order_acquire) < 2) pause(waits);
  }
};

template <typename Round>
void lap(Round round) {
  Lap rounds[round_count];
  for (Lap &one : rounds) one = round();
  std::sort(rounds, rounds + round_count,
            [](const Lap &a, const Lap &b) { return a.nanoseconds < b.nanoseconds; });
  const Lap &middle = rounds[round_count / 2];
  std::printf("%.6f %lld\n", middle.nanoseconds, (long long)middle.check);
}

template <std::size_t words>
using Queue = boost::lockfree::spsc_queue<Item<words>, boost::lockfree::capacity<slot_count>>;

template <std::size_t words>
Lap throughput(std::size_t count) {
  auto queue = new Queue<words>;
  std::uint64_t sum = 0;
  std::int64_t elapsed = 0;
  StartLine line;
  std::thread writer([&] {
    pin(0);
    line.meet();
    unsigned waits = 0;
    for (std::uint64_t n = 0; n < count; n++) {
      Item<words> item;
      for (std::size_t w = 0; w < words; w++) item.word[w] = n + w;
      while (!queue->push(item)) pause(waits);
    }
  });
  std::thread reader([&] {
    pin(1);
    line.meet();
    std::int64_t begin = now();
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
    elapsed = now() - begin;
    sum = total;
  });
  writer.join();
  reader.join();
  delete queue;
  return {double(elapsed) / count, sum};
}

Lap ping_pong(std::size_t count) {
  auto there = new Queue<1>, back = new Queue<1>;
  std::int64_t elapsed = 0;
  StartLine line;
  std::thread first([&] {
    pin(0);
    line.meet();
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
    line.meet();
    Item<1> item;
    for (std::uint64_t n = 0; n < count; n++) {
      unsigned waits = 0;
      while (!there->pop(item)) pause(waits);
      while (!back->push(item)) pause(waits);
    }
  });
  first.join();
  second.join();
  delete there;
  delete back;
  return {double(elapsed) / count / 2, 0};
}

}  // namespace

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  std::size_t bytes = std::strtoul(argv[2], nullptr, 10), count = std::strtoul(argv[3], nullptr, 10);
  char line[64];
  while (std::fgets(line, sizeof line, stdin)) {
    if (!std::strcmp(argv[1], "pingpong"))
      lap([&] { return ping_pong(count); });
    else if (bytes == 8)
      lap([&] { return throughput<1>(count); });
    else if (bytes == 1024)
      lap([&] { return throughput<128>(count); });
    else
      return 2;
    std::fflush(stdout);
  }
}
