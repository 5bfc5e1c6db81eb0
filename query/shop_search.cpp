#include "query/shop_search.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <tuple>

#include "query/word_source.h"

namespace souk {
namespace {

struct RankedShop {
  std::uint32_t shop;
  std::uint32_t score;
  std::uint64_t products;
};

/// Shops that match every word, with their scores; ascending.
std::vector<std::pair<std::uint32_t, std::uint32_t>> match_shops(
    const std::vector<PlannedWord>& planned, const ShopDirectory& shops) {
  std::vector<std::uint32_t> marks;
  std::vector<WordSource> words;
  words.reserve(planned.size());
  for (const PlannedWord& word : planned) {
    words.emplace_back(word, shops.names(), shops.size(), marks);
  }
  std::vector<Docid> candidates;
  if (words.empty()) {
    candidates.resize(shops.size());
    std::iota(candidates.begin(), candidates.end(), Docid{0});
  } else {
    std::min_element(words.begin(), words.end(), [](const WordSource& a, const WordSource& b) {
      return a.size() < b.size();
    })->list(candidates);
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> matches;
  for (const Docid shop : candidates) {
    std::uint32_t score = 0;
    const bool all = std::all_of(words.begin(), words.end(), [&](WordSource& word) {
      const std::uint32_t points = word.score(shop);
      score += points;
      return points != 0;
    });
    if (all) matches.emplace_back(shop, score);
  }
  return matches;
}

}  // namespace

ShopPage search_shops(const SearchRequest& request, const Snapshot& snapshot, Analyzer& analyzer) {
  const auto start = std::chrono::steady_clock::now();
  ShopPage page;
  page.request = &request;
  page.snapshot = &snapshot;
  page.lang = request.lang.empty() ? snapshot.default_lang : request.lang;
  const ShopDirectory& shops = *snapshot.shops;
  const std::vector<PlannedWord> words =
      plan_words(request.q, Language::from_tag(page.lang), request.prefix_last, {&shops.names()},
                 shops.size(), analyzer);
  std::vector<RankedShop> ranked;
  const bool hopeless = words.empty() && !is_blank(request.q);
  if (!hopeless) {
    for (const auto& [shop, score] : match_shops(words, shops)) {
      ranked.push_back({shop, score, snapshot.shop_products(shop)});
    }
  }
  // Directory entries are in order of id: the last tie-break.
  std::sort(ranked.begin(), ranked.end(), [](const RankedShop& a, const RankedShop& b) {
    return std::tie(b.score, b.products, a.shop) < std::tie(a.score, a.products, b.shop);
  });
  page.total = ranked.size();
  const std::size_t skip = std::size_t{request.page - 1} * request.per_page;
  for (std::size_t i = skip; i < ranked.size() && page.shops.size() < request.per_page; ++i) {
    page.shops.push_back(ranked[i].shop);
  }
  page.took_us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                                std::chrono::steady_clock::now() - start)
                                                .count());
  return page;
}

}  // namespace souk
