// The first page of a sort by rank (price_asc and its like), by the two strategies that
// SegmentOrder::first chooses between.
//
//   top_k/stream/N    of 1,000,000 docids one in N matches, by chance, as a bitset; every match's
//                     rank is looked up and offered to a TopK of 21
//   top_k/walk/N      the same matches; the order's permutation is followed and its docids are
//                     looked up in the bitset until 21 are there
//
// The permutation is random, so both load from memory in no order, as they do with prices. 16
// sets of matches take turns. `walk_is_chosen` says what first() would do.

#include "query/top_k.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

constexpr std::size_t kPage = 21;

struct Order {
  std::vector<Docid> docs;           ///< by rank
  std::vector<std::uint32_t> ranks;  ///< by docid
};

const Order& order() {
  static const Order made = [] {
    Order o;
    o.docs.resize(kDocuments);
    o.ranks.resize(kDocuments);
    std::iota(o.docs.begin(), o.docs.end(), 0U);
    std::shuffle(o.docs.begin(), o.docs.end(), std::mt19937_64(6));
    for (std::size_t rank = 0; rank < kDocuments; ++rank) {
      o.ranks[o.docs[rank]] = static_cast<std::uint32_t>(rank);
    }
    return o;
  }();
  return made;
}

std::vector<TopK::Key> by_stream(const DocSet& set) {
  const auto& ranks = order().ranks;
  TopK top(kPage);
  set.for_each_block([&](std::span<const Docid> docs) {
    for (const Docid doc : docs) top.add(ranks[doc]);
    return true;
  });
  return top.take();
}

std::vector<TopK::Key> by_walk(const DocSet& set) {
  const auto& docs = order().docs;
  std::vector<TopK::Key> keys;
  for (std::size_t rank = 0; rank < docs.size() && keys.size() < kPage; ++rank) {
    const Docid doc = docs[rank];
    if (has_bit(set.bits, doc)) keys.push_back(rank);
  }
  return keys;
}

void run(benchmark::State& state, std::vector<TopK::Key> (*first)(const DocSet&)) {
  Bitsets bitsets(kSets);
  std::vector<DocSet> sets;
  for (std::size_t i = 0; i < kSets; ++i) {
    const auto& docids = random_sets(static_cast<std::size_t>(state.range(0)))[i];
    bitsets.set(i, docids);
    sets.push_back(DocSet::of(bitsets.span(i), docids.size()));
    if (by_stream(sets[i]) != by_walk(sets[i])) return state.SkipWithError("strategies differ");
  }
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(first(sets[i++ % kSets]));
  const std::size_t count = sets.front().count;
  state.counters["walk_is_chosen"] = kPage * kDocuments < count * count ? 1 : 0;
}

void stream(benchmark::State& state) { run(state, by_stream); }
void walk(benchmark::State& state) { run(state, by_walk); }

void densities(benchmark::internal::Benchmark* each) {
  for (const int one_in : {1, 2, 10, 32, 100, 200, 400, 1'000}) each->Arg(one_in);
}

BENCHMARK(stream)->Name("top_k/stream")->Apply(densities);
BENCHMARK(walk)->Name("top_k/walk")->Apply(densities);

}  // namespace
}  // namespace souk::bench
