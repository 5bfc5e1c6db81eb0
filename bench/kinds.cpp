// Latency of the eight kinds of queries over one store, in process, on one thread.
//
// Workload: N queries a kind (--queries), each of 1–4 words taken from the title of a product drawn
// uniformly (--seed), in that product's language; per_page 20, exact totals. Kinds take turns, so
// that none runs in another's caches; what is timed is the search and, beside it, the search with
// its JSON written. The first tenth of the queries warms the page cache and is not reported.
//
//   relevance   words, best match                browse   a category, by sales
//   price       words, price_asc                 facets   words, free shipping only, counts of
//   sales       words, sales                              brands and categories
//   filter      words, a price range and a       group    words, variants collapsed
//               rating in a filter expression
//   attributes  words, counts of two attributes
//
//   cmake --preset release -DSOUK_BENCH=ON && cmake --build --preset release --target all
//   build/release/bin/souk-bench-kinds --store DIR [--synonyms] [--match auto]

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include "bench/title_words.h"
#include "data/product_json.h"
#include "data/store.h"
#include "query/page_json.h"
#include "query/search.h"

namespace souk {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::array kKinds = {"relevance", "price",  "sales", "browse",
                               "facets",    "filter", "group", "attributes"};

/// What one query of each kind is made from.
struct Draw {
  std::string words;
  std::string lang;
  std::string category;
};

class Draws {
 public:
  Draws(const Snapshot& snapshot, std::uint64_t seed) : snapshot_(snapshot), random_(seed) {}

  Draw next() {
    const Segment& segment = *snapshot_.segments.front();
    const auto doc = static_cast<Docid>(below(segment.size()));
    const auto product = parser_.product(segment.documents.document(doc).value());
    Draw draw;
    draw.lang = product->lang;
    draw.words = draw_words(product->title.entries.front().text, random_);
    const auto node = below(snapshot_.categories->size());
    if (snapshot_.categories->size() > 0) draw.category = snapshot_.categories->nodes()[node].id;
    return draw;
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : random_() % bound; }

  const Snapshot& snapshot_;
  std::mt19937_64 random_;
  FeedParser parser_;
};

SearchRequest request_of(const std::string& kind, const Draw& draw, const std::string& match) {
  std::vector<Param> params{{"lang", draw.lang}, {"match", match}};
  if (kind == "browse") {
    if (!draw.category.empty()) params.push_back({"category", draw.category});
  } else {
    params.push_back({"q", draw.words});
  }
  if (kind == "price") params.push_back({"sort", "price_asc"});
  if (kind == "sales") params.push_back({"sort", "sales"});
  if (kind == "facets") {
    params.push_back({"free_shipping", "true"});
    params.push_back({"facets", "brand,category"});
  }
  if (kind == "attributes") params.push_back({"facets", "attr.Color,attr.Material"});
  if (kind == "filter") {
    params.push_back({"filter", "price >= 500 AND price < 5000 AND (rating >= 4 OR in_stock)"});
  }
  if (kind == "group") params.push_back({"group", "true"});
  return parse_search_request(params).value();
}

struct Times {
  std::vector<double> search;
  std::vector<double> with_json;
  std::uint64_t hits = 0;
};

double percentile(std::vector<double> times, double share) {
  if (times.empty()) return 0;
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(times.size() - 1));
  std::nth_element(times.begin(), times.begin() + at, times.end());
  return times[static_cast<std::size_t>(at)];
}

void run(const std::string& store, int queries, std::uint64_t seed, bool synonyms,
         const std::string& match) {
  const auto snapshot = Snapshot::of(Store(store).open_current().value());
  Draws draws(*snapshot, seed);
  Searcher searcher;
  if (synonyms) searcher.use_synonyms(std::make_shared<SynonymSource>());
  std::array<Times, kKinds.size()> times;
  std::string json;
  const int warm = queries / 10;
  for (int i = -warm; i < queries; ++i) {
    const Draw draw = draws.next();
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
      const SearchRequest request = request_of(kKinds[kind], draw, match);
      json.clear();
      const auto start = Clock::now();
      ResultPage page = searcher.search(request, *snapshot).value();
      const auto found = Clock::now();
      searcher.advise(page).value();
      append_page(json, page, searcher.analyzer()).value();
      const auto written = Clock::now();
      if (i < 0) continue;
      const std::chrono::duration<double, std::micro> search = found - start;
      const std::chrono::duration<double, std::micro> all = written - start;
      times[kind].search.push_back(search.count());
      times[kind].with_json.push_back(all.count());
      times[kind].hits += page.total;
    }
  }
  fmt::print("{} products, {} queries a kind, one thread; microseconds\n", snapshot->products(),
             queries);
  fmt::print("{:<12}{:>10}{:>10}{:>14}{:>14}{:>14}\n", "kind", "p50", "p99", "p50 + JSON",
             "p99 + JSON", "mean hits");
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    const Times& t = times[kind];
    fmt::print("{:<12}{:>10.1f}{:>10.1f}{:>14.1f}{:>14.1f}{:>14.1f}\n", kKinds[kind],
               percentile(t.search, 0.5), percentile(t.search, 0.99), percentile(t.with_json, 0.5),
               percentile(t.with_json, 0.99),
               static_cast<double>(t.hits) / static_cast<double>(t.search.size()));
  }
}

}  // namespace
}  // namespace souk

int main(int argc, char** argv) {
  CLI::App app("Latency of seven kinds of queries over a store, in process, one thread");
  std::string store;
  int queries = 5000;
  std::uint64_t seed = 1;
  app.add_option("--store", store, "The store's directory")->required();
  app.add_option("--queries", queries, "Queries of each kind")->check(CLI::PositiveNumber);
  app.add_option("--seed", seed, "Of the draw");
  bool synonyms = false;
  app.add_flag("--synonyms", synonyms, "Find words in other languages too, as the server does");
  std::string match = "all";
  app.add_option("--match", match, "auto: relax where few products match")
      ->check(CLI::IsMember({"all", "auto"}));
  CLI11_PARSE(app, argc, argv);
  souk::run(store, queries, seed, synonyms, match);
}
