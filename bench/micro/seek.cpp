// Finding docids in a sparse list, going forward: what testing a short list against a longer one
// costs.
//
//   seek/LONG/SHORT    every docid of a list with one in SHORT of 1,000,000 docids is sought in a
//                      list with one in LONG, both by chance; 16 short lists take turns
//   lower_bound/…      the same by std::lower_bound from the last position on
//
// items_per_second counts the docids sought.

#include "query/seek.h"

#include <benchmark/benchmark.h>

#include <algorithm>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

std::size_t by_lower_bound(std::span<const Docid> docids, std::size_t at, Docid doc) {
  const auto from = docids.begin() + static_cast<std::ptrdiff_t>(at);
  return static_cast<std::size_t>(std::lower_bound(from, docids.end(), doc) - docids.begin());
}

template <class Seek>
void run(benchmark::State& state, Seek seek_in) {
  const auto list = random_docids(static_cast<std::size_t>(state.range(0)), 4);
  const auto& sets = random_sets(static_cast<std::size_t>(state.range(1)));
  std::size_t turn = 0;
  std::size_t sought = 0;
  for (auto _ : state) {
    std::size_t at = 0;
    std::size_t found = 0;
    for (const Docid doc : sets[turn]) {
      at = seek_in(list, at, doc);
      if (at == list.size()) break;
      found += list[at] == doc ? 1 : 0;
    }
    benchmark::DoNotOptimize(found);
    sought += sets[turn].size();
    turn = (turn + 1) % kSets;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(sought));
}

void pairs(benchmark::internal::Benchmark* each) {
  for (const int list : {40, 400}) {
    for (const int sought : {40, 400, 4'000, 40'000}) each->Args({list, sought});
  }
}

void seek_by_runs(benchmark::State& state) { run(state, seek); }
void seek_by_halves(benchmark::State& state) { run(state, by_lower_bound); }

BENCHMARK(seek_by_runs)->Name("seek")->Apply(pairs);
BENCHMARK(seek_by_halves)->Name("lower_bound")->Apply(pairs);

}  // namespace
}  // namespace souk::bench
