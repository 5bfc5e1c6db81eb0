// How often a misspelt query still finds what was meant.
//
// Workload: N queries (--queries) of 3–6 words from the beginning of a product's title, the product
// drawn uniformly (--seed), in its language. One word of at least --letters letters gets --edits
// random edits: a letter left out, put in, replaced, or swapped with the next. Found: the first hit
// of the clean query is among the first three of the misspelt one. A query without such a word is
// drawn again.
//
//   build/release/bin/souk-bench-typos --store DIR [--edits 2 --letters 9]

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <random>

#include "data/product_json.h"
#include "data/store.h"
#include "query/search.h"

namespace souk {
namespace {

class Misspeller {
 public:
  Misspeller(const Snapshot& snapshot, std::uint64_t seed) : snapshot_(snapshot), random_(seed) {}

  struct Pair {
    std::string lang;
    std::string clean;
    std::string misspelt;
  };
  Pair next(int edits, std::size_t letters) {
    for (;;) {
      const Segment& segment = *snapshot_.segments.front();
      const auto doc = static_cast<Docid>(below(segment.size()));
      const auto product = parser_.product(segment.documents.document(doc).value());
      const auto& title = product->title.entries.front();
      std::vector<std::string> words;
      for (const std::string_view word : split(title.text)) words.emplace_back(word);
      words.resize(std::min<std::size_t>(words.size(), 3 + below(4)));
      std::vector<std::size_t> long_ones;
      for (std::size_t i = 0; i < words.size(); ++i) {
        const bool fits =
            words[i].size() >= letters && std::all_of(words[i].begin(), words[i].end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            });
        if (fits) long_ones.push_back(i);
      }
      if (words.size() < 3 || long_ones.empty()) continue;
      Pair pair{product->lang, fmt::format("{}", fmt::join(words, " ")), ""};
      std::string& word = words[long_ones[below(long_ones.size())]];
      const std::string before = word;
      for (int i = 0; i < edits; ++i) edit(word);
      if (word == before) continue;
      pair.misspelt = fmt::format("{}", fmt::join(words, " "));
      return pair;
    }
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  static std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
      const auto end = text.find(' ');
      if (end != 0) words.push_back(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return words;
  }

  /// The first letter stays: people get it right.
  void edit(std::string& word) {
    const std::size_t at = 1 + below(word.size() - 1);
    const char letter = static_cast<char>('a' + below(26));
    switch (below(4)) {
      case 0:
        word.erase(at, 1);
        break;
      case 1:
        word.insert(at, 1, letter);
        break;
      case 2:
        word[at] = letter;
        break;
      default:
        if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
    }
  }

  const Snapshot& snapshot_;
  std::mt19937_64 random_;
  FeedParser parser_;
};

void run(const std::string& store, int queries, std::uint64_t seed, int edits,
         std::size_t letters) {
  const auto snapshot = Snapshot::of(Store(store).open_current().value());
  Misspeller misspeller(*snapshot, seed);
  Searcher searcher;
  searcher.use_synonyms(std::make_shared<SynonymSource>());
  const auto ids = [&](const std::string& q, const std::string& lang, const char* count) {
    const auto request =
        parse_search_request({{"q", q}, {"lang", lang}, {"per_page", count}}).value();
    const ResultPage page = searcher.search(request, *snapshot).value();
    std::vector<std::string> found;
    for (const Hit& hit : page.hits) found.emplace_back(hit.id());
    return found;
  };
  int found = 0;
  for (int i = 0; i < queries; ++i) {
    const auto pair = misspeller.next(edits, letters);
    const auto meant = ids(pair.clean, pair.lang, "1");
    const auto got = ids(pair.misspelt, pair.lang, "3");
    const bool same = !meant.empty() && std::find(got.begin(), got.end(), meant[0]) != got.end();
    found += same ? 1 : 0;
  }
  fmt::print("{} products, {} queries, {} edits in a word of {} letters or more: {:.1f} % found\n",
             snapshot->products(), queries, edits, letters, 100.0 * found / queries);
}

}  // namespace
}  // namespace souk

int main(int argc, char** argv) {
  CLI::App app("How often a misspelt query finds what was meant among its first three hits");
  std::string store;
  int queries = 1000;
  std::uint64_t seed = 1;
  int edits = 1;
  std::size_t letters = 5;
  app.add_option("--store", store, "The store's directory")->required();
  app.add_option("--queries", queries, "How many")->check(CLI::PositiveNumber);
  app.add_option("--seed", seed, "Of the draw");
  app.add_option("--edits", edits, "In one word")->check(CLI::Range(1, 2));
  app.add_option("--letters", letters, "That the word has at least")->check(CLI::Range(3, 20));
  CLI11_PARSE(app, argc, argv);
  souk::run(store, queries, seed, edits, letters);
}
