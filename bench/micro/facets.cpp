// Counting a facet's values.
//
//   facet_codes/N      one pass: of 1,000,000 documents one in N matches, by chance; each one's
//   code
//                      of 5,000 (by Zipf's law, as brands are) is counted. N = 1: everything
//                      matches
//   facet_lists        everything matches: a code's count is the length of its list; the lists of
//                      the same 5,000 codes
//   facet_sample/…     count_facets over 20,000 sample products: brands and categories of all of
//                      them (everything) and of those with free shipping (half)
//   facet_sample_lists the brands of all of them by the lengths of their lists
//
// items_per_second counts the matches. The two strategies are checked to agree first.

#include "query/facets.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

constexpr std::size_t kCodes = 5'000;

/// Codes by document and, as RowTable has them, where each code's list of documents starts.
struct Column {
  std::vector<std::uint32_t> codes;
  std::vector<std::uint64_t> first_of_list;
};

const Column& column() {
  static const Column made = [] {
    Column c;
    std::vector<double> up_to;  // of code i and those before it: the sum of their shares
    double sum = 0;
    for (std::size_t i = 0; i < kCodes; ++i) up_to.push_back(sum += 1 / static_cast<double>(i + 1));
    std::mt19937_64 random(30);
    c.first_of_list.resize(kCodes + 1);
    for (std::size_t doc = 0; doc < kDocuments; ++doc) {
      const double drawn = static_cast<double>(random() >> 11U) * 0x1p-53 * sum;
      const auto code = std::upper_bound(up_to.begin(), up_to.end() - 1, drawn) - up_to.begin();
      c.codes.push_back(static_cast<std::uint32_t>(code));
      ++c.first_of_list[c.codes.back() + 1];
    }
    for (std::size_t i = 0; i < kCodes; ++i) c.first_of_list[i + 1] += c.first_of_list[i];
    return c;
  }();
  return made;
}

std::vector<std::uint32_t> by_codes(const DocSet& set) {
  const auto& codes = column().codes;
  std::vector<std::uint32_t> counts(kCodes, 0);
  set.for_each_block([&](std::span<const Docid> docs) {
    for (const Docid doc : docs) ++counts[codes[doc]];
    return true;
  });
  return counts;
}

std::vector<std::uint32_t> by_lists() {
  const auto& first = column().first_of_list;
  std::vector<std::uint32_t> counts(kCodes, 0);
  for (std::size_t i = 0; i < kCodes; ++i) {
    counts[i] = static_cast<std::uint32_t>(first[i + 1] - first[i]);
  }
  return counts;
}

void facet_codes(benchmark::State& state) {
  const auto one_in = static_cast<std::size_t>(state.range(0));
  Bitsets bitsets(1);
  DocSet set = DocSet::everything(kDocuments);
  if (one_in > 1) {
    const auto docids = random_docids(one_in, 31);
    bitsets.set(0, docids);
    set = DocSet::of(bitsets.span(0), docids.size());
  }
  for (auto _ : state) benchmark::DoNotOptimize(by_codes(set));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(set.count));
}

void facet_lists(benchmark::State& state) {
  if (by_lists() != by_codes(DocSet::everything(kDocuments))) {
    return state.SkipWithError("strategies differ");
  }
  for (auto _ : state) benchmark::DoNotOptimize(by_lists());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kDocuments));
}

void facet_sample(benchmark::State& state, const std::vector<Param>& params) {
  const Snapshot& snapshot = sample_snapshot();
  const SearchRequest request = request_of(params);
  Analyzer analyzer;
  MatchScratch scratch;
  Plan plan;
  make_plan(plan, request, snapshot, analyzer).value();
  const std::vector<SoftFilter> soft = soft_filters(plan);
  std::vector<SegmentMatches> matches;
  matches.push_back(match(plan, 0, soft, scratch));
  for (auto _ : state) benchmark::DoNotOptimize(count_facets(plan, matches, soft));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(matches[0].set.count));
}

void facet_sample_lists(benchmark::State& state) {
  const StringColumn& brand = sample_snapshot().segments.front()->brand;
  std::vector<std::uint32_t> counts(brand.code_count());
  for (auto _ : state) {
    for (std::uint32_t code = 1; code < counts.size(); ++code) {
      counts[code] = static_cast<std::uint32_t>(brand.docids(code).size());
    }
    benchmark::DoNotOptimize(counts.data());
    benchmark::ClobberMemory();
  }
  const auto documents = static_cast<std::int64_t>(brand.codes().size());
  state.SetItemsProcessed(state.iterations() * documents);
}

using Params = std::vector<Param>;

BENCHMARK(facet_codes)->Arg(1)->Arg(2)->Arg(10)->Arg(32)->Arg(1'000);
BENCHMARK(facet_lists);
BENCHMARK_CAPTURE(facet_sample, brands_of_everything, Params{{"facets", "brand"}});
BENCHMARK_CAPTURE(facet_sample, categories_of_everything, Params{{"facets", "category"}});
BENCHMARK_CAPTURE(facet_sample, brands_of_half,
                  Params{{"facets", "brand"}, {"free_shipping", "true"}});
BENCHMARK_CAPTURE(facet_sample, categories_of_half,
                  Params{{"facets", "category"}, {"free_shipping", "true"}});
BENCHMARK(facet_sample_lists);

}  // namespace
}  // namespace souk::bench
