// Intersecting bitsets of 1,000,000 docids (125 kB each), by every kernel that the machine can run.
//
//   intersect/KERNEL/cache     the same two bitsets again and again, half of their bits ones: they
//                              and the result stay in the second-level cache
//   intersect/KERNEL/memory    2,048 bitsets (256 MB) in pairs one after the other: each is read
//                              from memory, the result stays in the cache
//   count/KERNEL/…             the number of ones, over the same
//   limit/read/…               a plain loop that reads the same bytes and does nothing with them
//
// bytes_per_second counts the bytes that are read. `limit` is what read_all() reached over the same
// bytes right before and right after, `of_limit` the share of it that the kernel reached. In the
// cache a kernel also writes its result, which the limit does not.

#include <benchmark/benchmark.h>

#include "bench/micro/memory_limit.h"
#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

Bitsets& in_cache() {
  static Bitsets bitsets = [] {
    Bitsets made(2);
    made.fill_at_random(1);
    return made;
  }();
  return bitsets;
}

Bitsets& in_memory() {
  static Bitsets bitsets = [] {
    Bitsets made(2048);
    made.fill_at_random(2);
    return made;
  }();
  return bitsets;
}

/// Calls pass(i) for bitsets i and i + 1, pair after pair, and reports the bytes read.
template <class Pass>
void run(benchmark::State& state, Bitsets& bitsets, Pass pass) {
  MemoryLimit limit(bitsets[0], bitsets.count() * bitsets.words());
  limit.measure();
  std::size_t i = 0;
  const double start = thread_seconds();
  for (auto _ : state) {
    pass(i);
    i = i + 2 == bitsets.count() ? 0 : i + 2;
  }
  const double took = thread_seconds() - start;
  limit.measure();
  const auto bytes = state.iterations() * static_cast<std::int64_t>(bitsets.words() * 16);
  state.SetBytesProcessed(bytes);
  state.counters["limit"] = benchmark::Counter(
      limit.bytes_per_second(), benchmark::Counter::kDefaults, benchmark::Counter::OneK::kIs1024);
  state.counters["of_limit"] = static_cast<double>(bytes) / took / limit.bytes_per_second();
}

void intersect(benchmark::State& state, const BitKernels& kernels, Bitsets& (*get)()) {
  Bitsets& bitsets = get();
  Bitsets result(1);
  run(state, bitsets, [&](std::size_t i) {
    benchmark::DoNotOptimize(
        kernels.and_count(result[0], bitsets[i], bitsets[i + 1], bitsets.words()));
  });
}

void count(benchmark::State& state, const BitKernels& kernels, Bitsets& (*get)()) {
  Bitsets& bitsets = get();
  run(state, bitsets, [&](std::size_t i) {
    benchmark::DoNotOptimize(kernels.count(bitsets[i], bitsets.words()) +
                             kernels.count(bitsets[i + 1], bitsets.words()));
  });
}

void read_limit(benchmark::State& state, Bitsets& (*get)()) {
  Bitsets& bitsets = get();
  run(state, bitsets,
      [&](std::size_t i) { benchmark::DoNotOptimize(read_all(bitsets[i], 2 * bitsets.words())); });
}

const bool kRegistered = [] {
  struct Where {
    std::string name;
    Bitsets& (*get)();
  };
  for (const Where& where : {Where{"/cache", in_cache}, Where{"/memory", in_memory}}) {
    benchmark::RegisterBenchmark(("limit/read" + where.name).c_str(), read_limit, where.get);
    for (const BitKernels& kernels : all_bit_kernels()) {
      const std::string name = "/" + (kernels.name + where.name);
      benchmark::RegisterBenchmark(("intersect" + name).c_str(), intersect, kernels, where.get);
      benchmark::RegisterBenchmark(("count" + name).c_str(), count, kernels, where.get);
    }
  }
  return true;
}();

}  // namespace
}  // namespace souk::bench
