// Writing a page of results as JSON, without its search.
//
//   page/plain        20 hits of a word that thousands of 20,000 sample products have, in English
//   page/highlight    the same with the words of titles and descriptions marked
//   page/facets       the same with the counts of brands, categories and shops
//   page/whole        for comparison: the search of page/plain and its JSON
//
// bytes_per_second counts JSON; the string that it is appended to keeps its memory, as a server's
// does not. items_per_second counts hits.

#include "query/page_json.h"

#include <benchmark/benchmark.h>

#include <algorithm>

#include "bench/micro/synthetic.h"

namespace souk::bench {
namespace {

using Params = std::vector<Param>;

/// An English word that as many sample titles as possible have.
const std::string& common_word() {
  static const std::string word = [] {
    const Postings& postings = sample_snapshot().segments.front()->postings;
    std::string best;
    std::size_t most = 0;
    for (Postings::TermId id = 0; id < postings.term_count(); ++id) {
      const std::string_view term = postings.term(id);
      const bool letters =
          std::all_of(term.begin(), term.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      if (!letters || term.size() < 4 || postings.document_frequency(id) <= most) continue;
      most = postings.document_frequency(id);
      best = term;
    }
    return best;
  }();
  return word;
}

SearchRequest word_request(const Params& more) {
  Params params{{"q", common_word()}, {"lang", "en"}, {"per_page", "20"}};
  params.insert(params.end(), more.begin(), more.end());
  return request_of(params);
}

void page(benchmark::State& state, const Params& more) {
  const SearchRequest request = word_request(more);
  Searcher searcher;
  const ResultPage found = searcher.search(request, sample_snapshot()).value();
  std::string json;
  for (auto _ : state) {
    json.clear();
    append_page(json, found, searcher.analyzer()).value();
    benchmark::DoNotOptimize(json.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(json.size()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(found.hits.size()));
  state.SetLabel(common_word() + ", total " + std::to_string(found.total));
}

void page_whole(benchmark::State& state) {
  const SearchRequest request = word_request({});
  Searcher searcher;
  std::string json;
  for (auto _ : state) {
    json.clear();
    const ResultPage found = searcher.search(request, sample_snapshot()).value();
    append_page(json, found, searcher.analyzer()).value();
    benchmark::DoNotOptimize(json.data());
  }
}

BENCHMARK_CAPTURE(page, plain, Params{});
BENCHMARK_CAPTURE(page, highlight, Params{{"highlight", "true"}});
BENCHMARK_CAPTURE(page, facets, Params{{"facets", "brand,category,shop"}});
BENCHMARK(page_whole)->Name("page/whole");

}  // namespace
}  // namespace souk::bench
