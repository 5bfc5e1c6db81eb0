// The first phase of ranking: WordGroup::score over blocks of documents, a word of one list.
//
//   score/N/M        a word that one in N of 1,000,000 documents has (dense from 1/32 on, else
//                    sparse), scored for a set of documents with one in M of them, both by chance;
//                    16 such sets take turns
//   score_list/N     WordGroup::list with points: all documents of a sparse word
//
// items_per_second counts the documents scored. Masks and docids are those of an index: written by
// PostingsWriter, opened by Postings.

#include <benchmark/benchmark.h>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

void score(benchmark::State& state) {
  const SyntheticWord word(static_cast<std::size_t>(state.range(0)), 20);
  const auto& sets = random_sets(static_cast<std::size_t>(state.range(1)));
  const PlannedWord planned = word.planned();
  MatchScratch scratch;
  std::array<std::uint32_t, kBlockDocs> best;
  std::size_t turn = 0;
  std::size_t documents = 0;
  for (auto _ : state) {
    WordGroup group(planned, 0, word.postings(), scratch);
    DocSet::of(sets[turn]).for_each_block([&](std::span<const Docid> docs) {
      group.score(docs, true, best.data());
      benchmark::DoNotOptimize(best.data());
      benchmark::ClobberMemory();
      return true;
    });
    documents += sets[turn].size();
    turn = (turn + 1) % kSets;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(documents));
  state.SetLabel(word.list().is_dense() ? "dense" : "sparse");
}

void score_list(benchmark::State& state) {
  const SyntheticWord word(static_cast<std::size_t>(state.range(0)), 20);
  const PlannedWord planned = word.planned();
  MatchScratch scratch;
  for (auto _ : state) {
    const WordGroup group(planned, 0, word.postings(), scratch);
    benchmark::DoNotOptimize(group.list(true, scratch).points.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(word.list().size()));
}

BENCHMARK(score)->ArgsProduct({{2, 8, 32, 100, 1'000, 10'000}, {2, 20, 200}});
BENCHMARK(score_list)->Arg(40)->Arg(400)->Arg(4'000);

}  // namespace
}  // namespace souk::bench
