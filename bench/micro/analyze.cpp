// The whole chain from text to terms, and from a query to its words.
//
//   titles/LANG    every title of tests/analyzers/titles.txt in the language, as a document's;
//                  items_per_second counts tokens (what shares a position)
//   query/LANG     the same titles' first four words, as queries with the built-in synonyms
//
// ns_per_token is what a token costs; bytes_per_token what it allocates, by jemalloc's count.

#include <benchmark/benchmark.h>
#include <jemalloc/jemalloc.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/synonyms.h"

namespace souk::bench {
namespace {

/// Titles by language code.
const std::map<std::string, std::vector<std::string>>& titles() {
  static const auto all = [] {
    std::map<std::string, std::vector<std::string>> read;
    std::ifstream file(SOUK_SOURCE_DIR "/tests/analyzers/titles.txt");
    for (std::string line; std::getline(file, line);) {
      const auto first = line.find(" | ");
      const auto second = line.find(" | ", first + 3);
      if (line.starts_with('#') || second == std::string::npos) continue;
      read[line.substr(0, first)].push_back(line.substr(first + 3, second - first - 3));
    }
    return read;
  }();
  return all;
}

std::uint64_t allocated() {
  std::uint64_t bytes = 0;
  std::size_t size = sizeof bytes;
  return mallctl("thread.allocated", &bytes, &size, nullptr, 0) == 0 ? bytes : 0;
}

/// Runs `work` on every text once to warm up, then as often as it is timed; it returns tokens.
template <class Work>
void run(benchmark::State& state, const std::vector<std::string>& texts, Work work) {
  for (const std::string& text : texts) work(text);
  std::size_t tokens = 0;
  const std::uint64_t before = allocated();
  for (auto _ : state) {
    for (const std::string& text : texts) tokens += work(text);
  }
  const auto bytes = static_cast<double>(allocated() - before);
  state.SetItemsProcessed(static_cast<std::int64_t>(tokens));
  state.counters["ns_per_token"] =
      benchmark::Counter(static_cast<double>(tokens) * 1e-9,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["bytes_per_token"] = bytes / static_cast<double>(tokens);
}

void analyze_titles(benchmark::State& state, const std::string& code) {
  Analyzer analyzer;
  const Language language = Language::from_tag(code);
  run(state, titles().at(code), [&](const std::string& text) {
    const auto terms = analyzer.analyze(text, language);
    benchmark::DoNotOptimize(terms.data());
    return terms.empty() ? 0 : terms.back().position + std::size_t{1};
  });
}

void parse_queries(benchmark::State& state, const std::string& code) {
  Analyzer analyzer;
  const Language language = Language::from_tag(code);
  std::vector<std::string> queries;
  for (std::string title : titles().at(code)) {
    std::size_t end = 0;
    for (int word = 0; word < 4 && end != std::string::npos; ++word) end = title.find(' ', end + 1);
    queries.push_back(title.substr(0, end));
  }
  run(state, queries, [&](const std::string& text) {
    const Query query = analyzer.parse_query(text, language, {&Synonyms::built_in(), 1});
    benchmark::DoNotOptimize(query.words.data());
    return query.words.size();
  });
}

const bool registered = [] {
  for (const auto& [code, texts] : titles()) {
    benchmark::RegisterBenchmark(("titles/" + code).c_str(), analyze_titles, code);
  }
  for (const char* code : {"en", "de", "ru", "zh"}) {
    benchmark::RegisterBenchmark((std::string("query/") + code).c_str(), parse_queries, code);
  }
  return true;
}();

}  // namespace
}  // namespace souk::bench
