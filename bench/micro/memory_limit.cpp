#include "bench/micro/memory_limit.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>

#if defined(__x86_64__)
#define SOUK_WIDEST __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define SOUK_WIDEST
#endif

namespace souk::bench {

SOUK_WIDEST std::uint64_t read_all(const std::uint64_t* from, std::size_t words) {
  // 64 sums: enough independent chains for any width.
  std::uint64_t sums[64] = {};
  std::size_t i = 0;
  for (; i + 64 <= words; i += 64) {
    for (std::size_t lane = 0; lane < 64; ++lane) sums[lane] ^= from[i + lane];
  }
  std::uint64_t all = 0;
  for (; i < words; ++i) all ^= from[i];
  for (const std::uint64_t sum : sums) all ^= sum;
  return all;
}

double thread_seconds() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

void MemoryLimit::measure() {
  constexpr std::size_t kBytesARun = std::size_t{1} << 28U;
  constexpr int kRuns = 3;
  const std::size_t passes = (kBytesARun + bytes() - 1) / bytes();
  for (int run = 0; run < kRuns; ++run) {
    const double start = thread_seconds();
    for (std::size_t pass = 0; pass < passes; ++pass) {
      benchmark::DoNotOptimize(read_all(from_, words_));
    }
    best_ = std::min(best_, (thread_seconds() - start) / static_cast<double>(passes));
  }
}

}  // namespace souk::bench
