#include "query/shop_search.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <tuple>

#include "analyzers/transliterate.h"
#include "data/formats.h"
#include "query/typos.h"
#include "query/word_group.h"

namespace souk {
namespace {

struct RankedShop {
  std::uint32_t shop;
  std::uint32_t score;
  std::uint64_t products;
};

Cursor cursor_at(const RankedShop& shop, const SearchRequest& request, const Snapshot& snapshot) {
  return {request.sort, -std::int64_t{shop.score}, static_cast<std::int64_t>(shop.products),
          std::string(snapshot.shops->id(shop.shop)),
          request.sort == Sort::relevance ? snapshot.generation : 0};
}

/// Does the shop come after the one that the cursor was made at?
bool is_after(const RankedShop& shop, const Cursor& cursor, const ShopDirectory& shops) {
  const std::int64_t score = -std::int64_t{shop.score};
  const auto products = static_cast<std::int64_t>(shop.products);
  const std::string_view id = shops.id(shop.shop);
  const std::string_view last = cursor.id;
  return std::tie(cursor.primary, products, last) < std::tie(score, cursor.sales, id);
}

/// Shops that match every word, with their scores; ascending.
ScoredDocs match_shops(const std::vector<PlannedWord>& planned, const ShopDirectory& shops,
                       MatchScratch& scratch) {
  std::vector<WordGroup> words;
  words.reserve(planned.size());
  for (const PlannedWord& word : planned) words.emplace_back(word, 0, shops.names(), scratch);
  if (!words.empty()) return match_words(words, true, scratch);
  auto& all = scratch.make_list();
  all.resize(shops.size());
  std::iota(all.begin(), all.end(), Docid{0});
  const std::span<const Docid> docs = all;
  auto& zeros = scratch.make_list();
  zeros.resize(docs.size(), 0);
  return {docs, zeros};
}

/// The words of a query; those of another script also by their Latin form.
std::vector<QueryWord> read_words(const SearchRequest& request, Language language,
                                  Analyzer& analyzer) {
  constexpr float kLatinWeight = 0.8F;
  std::vector<QueryWord> words = analyzer.analyze_query(request.q, language);
  for (QueryWord& word : words) {
    const std::string latin = latin_form(word.surface);
    if (latin.empty()) continue;
    Alternative way{{}, kLatinWeight, true};
    for (const QueryWord& each : analyzer.words_of(latin, Language())) {
      way.terms.push_back(each.surface);
    }
    if (!way.terms.empty()) add_alternative(word, std::move(way));
  }
  return words;
}

/// Adds spellings that names have. Nothing where no word has any; else the query as it may have
/// been meant.
std::optional<std::string> respell(std::vector<QueryWord>& words, const SearchRequest& request,
                                   const ShopDirectory& shops) {
  const Lexicon names{&shops.names(), &shops.spelling()};
  std::string corrected;
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    QueryWord& word = words[i];
    const bool prefix = request.prefix_last && i + 1 == words.size();
    const bool known = shops.names().find(word.surface).has_value();
    QueryWord asked = word;
    if (const std::string latin = latin_form(word.surface); !latin.empty()) asked.surface = latin;
    const std::vector<Spelling> similar = similar_terms(asked, prefix, {&names, 1}, 1);
    for (const Spelling& each : similar) {
      add_alternative(word, {{each.term}, Ranking::built_in()->typo_weight(each.edits), true});
    }
    if (known || similar.empty() || prefix || word.start < at) continue;
    corrected += request.q.substr(at, word.start - at) + similar.front().term;
    at = word.end;
  }
  if (at == 0) return std::nullopt;
  return corrected + request.q.substr(at);
}

}  // namespace

Result<ShopPage> search_shops(const SearchRequest& request, const Snapshot& snapshot,
                              Analyzer& analyzer) {
  const auto start = std::chrono::steady_clock::now();
  if (auto valid = check_cursor(request, snapshot); !valid) return valid.error();
  ShopPage page;
  page.request = &request;
  page.snapshot = &snapshot;
  page.lang = request.lang.empty() ? snapshot.default_lang : request.lang;
  const ShopDirectory& shops = *snapshot.shops;
  std::vector<QueryWord> words = read_words(request, Language::from_tag(page.lang), analyzer);
  std::vector<RankedShop> ranked;
  MatchScratch scratch;
  const auto match = [&] {
    scratch.made_count = 0;
    const auto planned = plan_words(words, request.prefix_last, {&shops.names()}, 1, shops.size());
    const ScoredDocs found = match_shops(planned, shops, scratch);
    for (std::size_t i = 0; i < found.docs.size(); ++i) {
      const std::uint64_t products = snapshot.shop_products(found.docs[i]);
      // Deleted, and no product names it any more.
      if (products == 0 && !shops.known(found.docs[i])) continue;
      ranked.push_back({found.docs[i], found.points[i], products});
    }
  };
  const bool hopeless = words.empty() && !is_blank(request.q);
  if (!hopeless) match();
  if (ranked.empty() && !words.empty() && request.typo && request.match == Match::automatic) {
    page.corrected = respell(words, request, shops);
    match();
    if (ranked.empty()) {
      page.corrected.reset();
    } else {
      page.relaxation = Relaxation::typo;
    }
  }
  std::sort(ranked.begin(), ranked.end(), [&](const RankedShop& a, const RankedShop& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.products != b.products) return a.products > b.products;
    return shops.id(a.shop) < shops.id(b.shop);
  });
  page.total = ranked.size();
  std::size_t next = std::size_t{request.page - 1} * request.per_page;
  if (request.after) {
    const auto first = std::find_if(ranked.begin(), ranked.end(), [&](const RankedShop& each) {
      return is_after(each, *request.after, shops);
    });
    next = static_cast<std::size_t>(first - ranked.begin());
  }
  for (; next < ranked.size() && page.shops.size() < request.per_page; ++next) {
    page.shops.push_back(ranked[next].shop);
  }
  if (next < ranked.size() && !page.shops.empty()) {
    page.after = cursor_at(ranked[next - 1], request, snapshot);
  }
  page.took_us = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                                std::chrono::steady_clock::now() - start)
                                                .count());
  return page;
}

}  // namespace souk
