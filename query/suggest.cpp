#include "query/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analyzers/title_phrases.h"
#include "data/formats.h"
#include "data/json_writer.h"
#include "query/param_values.h"
#include "query/typos.h"

namespace souk {
namespace {

constexpr std::uint64_t kMostSuggestions = 20;
constexpr std::size_t kOfEachKind = 2;
/// More than are shown: some lead to nothing any more.
constexpr std::size_t kSpareCandidates = 6;
constexpr std::size_t kMostCandidates = 1'000;
/// Counts kept: some megabytes a search thread.
constexpr std::size_t kMostCounts = 20'000;

/// Is there any text with a word that begins so?
bool begins_a_completion(const Snapshot& snapshot, std::string_view word) {
  return std::any_of(snapshot.segments.begin(), snapshot.segments.end(), [&](const auto& segment) {
    return !segment->completions.starting_with(word).empty();
  });
}

/// What was typed with each word that begins nothing in its nearest spelling that does.
TypedText respelled(const TypedText& typed, const Snapshot& snapshot) {
  TypedText corrected = typed;
  for (std::size_t i = 0; i < typed.words.size(); ++i) {
    if (begins_a_completion(snapshot, typed.words[i])) continue;
    QueryWord word;
    word.surface = typed.words[i];
    const bool unfinished = i + 1 == typed.words.size() && !typed.key.ends_with(' ');
    for (const Spelling& spelling : similar_terms(word, unfinished, snapshot)) {
      if (!begins_a_completion(snapshot, spelling.term)) continue;
      corrected = corrected.with(i, spelling.term);
      break;
    }
  }
  return corrected;
}

/// A completion of several segments.
struct Candidate {
  std::string_view key;
  std::string_view text;
  bool own = false;
  std::uint64_t weight = 0;
};

/// At most `most` of each segment, best first; `more` says whether a segment has others.
std::vector<Candidate> candidates(const TypedText& typed, const Snapshot& snapshot,
                                  std::size_t most, bool& more) {
  std::vector<Candidate> all;
  more = false;
  for (const auto& segment : snapshot.segments) {
    const Completions& set = segment->completions;
    const std::vector<Completed> found = complete(set, typed, most);
    more = more || found.size() == most;
    for (const Completed& each : found) {
      const std::string_view key = set.key(each.entry);
      const auto known = std::find_if(all.begin(), all.end(),
                                      [&](const Candidate& other) { return other.key == key; });
      if (known == all.end()) {
        all.push_back({key, set.text(each.entry), each.own, each.weight});
        continue;
      }
      if (each.own && !known->own) known->text = set.text(each.entry);
      known->own = known->own || each.own;
      known->weight += each.weight;
    }
  }
  std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(b.own, b.weight, a.key) < std::tie(a.own, a.weight, b.key);
  });
  return all;
}

void add_brands(const TypedText& typed, std::string_view q, const Snapshot& snapshot,
                std::vector<Suggestion>& found) {
  // Keys of brands keep their marks: as typed, and else as corrected.
  std::string prefix = casefold(q);
  if (completion_key(prefix) != typed.key) prefix = typed.key;
  while (prefix.ends_with(' ')) prefix.pop_back();
  if (prefix.empty()) return;
  struct Brand {
    std::string_view key;
    std::string_view label;
    std::uint64_t products;
  };
  std::vector<Brand> brands;
  for (const auto& segment : snapshot.segments) {
    const auto [first, last] = segment->brand.prefix_range(prefix);
    const std::size_t before = brands.size();
    for (std::uint32_t code = first; code < last; ++code) {
      brands.push_back({segment->brand.key(code), segment->brand.label(code),
                        segment->brand.docids(code).size()});
    }
    const auto from = brands.begin() + static_cast<std::ptrdiff_t>(before);
    const std::size_t kept = std::min<std::size_t>(brands.size() - before, kSpareCandidates);
    std::partial_sort(from, from + static_cast<std::ptrdiff_t>(kept), brands.end(),
                      [](const Brand& a, const Brand& b) {
                        return std::tie(b.products, a.key) < std::tie(a.products, b.key);
                      });
    brands.resize(before + kept);
  }
  std::stable_sort(brands.begin(), brands.end(),
                   [](const Brand& a, const Brand& b) { return a.key < b.key; });
  brands.erase(std::unique(brands.begin(), brands.end(),
                           [](const Brand& a, const Brand& b) { return a.key == b.key; }),
               brands.end());
  for (Brand& brand : brands) {
    brand.products = 0;
    for (std::size_t s = 0; s < snapshot.segments.size(); ++s) {
      const StringColumn& column = snapshot.segments[s]->brand;
      if (const auto code = column.find(brand.key)) {
        brand.products += live_count(column.docids(*code), snapshot.deletions_of(s));
      }
    }
  }
  std::stable_sort(brands.begin(), brands.end(),
                   [](const Brand& a, const Brand& b) { return a.products > b.products; });
  const std::size_t most = found.size() + kOfEachKind;
  for (const Brand& brand : brands) {
    if (brand.products == 0 || found.size() == most) break;
    found.push_back({SuggestionKind::brand, std::string(brand.label), std::string(brand.label),
                     brand.products});
  }
}

void add_shops(const TypedText& typed, const Snapshot& snapshot, std::vector<Suggestion>& found) {
  const ShopDirectory& shops = *snapshot.shops;
  const std::size_t most = found.size() + kOfEachKind;
  for (const Completed& each : complete(shops.completions(), typed, kSpareCandidates)) {
    if (found.size() == most) break;
    const std::uint32_t shop = shops.completions().value(each.entry);
    const std::uint64_t products = snapshot.shop_products(shop);
    const std::string_view id = shops.id(shop);
    const bool known = std::any_of(found.begin(), found.end(), [&](const Suggestion& other) {
      return other.kind == SuggestionKind::shop && other.id == id;
    });
    if (known || products == 0) continue;
    found.push_back(
        {SuggestionKind::shop, std::string(shops.name(shop)), std::string(id), products});
  }
}

}  // namespace

std::string_view name(SuggestionKind kind) {
  constexpr std::string_view kNames[] = {"query", "category", "brand", "shop", "product"};
  return kNames[static_cast<std::size_t>(kind)];
}

Result<SuggestRequest> parse_suggest_request(const std::vector<Param>& params,
                                             std::string_view accept_language) {
  SuggestRequest request;
  std::vector<Param> of_search;
  bool limited = false;
  for (const Param& param : params) {
    if (param.name == "limit") {
      if (limited) return param_error(param, "is given twice");
      limited = true;
      const auto limit = read_integer(param, 1, kMostSuggestions);
      if (!limit) return limit.error();
      request.limit = static_cast<std::uint32_t>(*limit);
    } else if (param.name == "q" || param.name == "lang" || param.name == "typo") {
      of_search.push_back(param);
    } else {
      return param_error(param, "is not a parameter of suggestions");
    }
  }
  auto search = parse_search_request(of_search, accept_language);
  if (!search) return search.error();
  request.q = std::move(search->q);
  request.lang = std::move(search->lang);
  request.typo = search->typo;
  return request;
}

void append_suggestions(std::string& out, const std::vector<Suggestion>& suggestions) {
  JsonWriter json(out);
  json.begin_object();
  json.key("suggestions").begin_array();
  for (const Suggestion& each : suggestions) {
    json.begin_object();
    json.member("type", name(each.kind));
    json.member("text", std::string_view(each.text));
    json.key("id");
    if (each.id.empty()) {
      json.null();
    } else {
      json.value(std::string_view(each.id));
    }
    json.member("count", each.count);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

struct Suggester::Asked {
  const SuggestRequest& request;
  const Snapshot& snapshot;
  std::string lang;
  TypedText typed;
};

Result<const Suggester::Count*> Suggester::count(const SearchRequest& search,
                                                 const Snapshot& snapshot) {
  const std::pair newest(snapshot.generation, snapshot.sequence);
  if (counted_ != newest || counts_.size() == kMostCounts) counts_.clear();
  counted_ = newest;
  const auto key = fmt::format("{} {} {}", search.lang, search.per_page, search.q);
  if (const auto known = counts_.find(key); known != counts_.end()) return &known->second;
  const auto page = searcher_.search(search, snapshot);
  if (!page) return page.error();
  Count counted{page->total, {}};
  for (const Hit& hit : page->hits) {
    const auto card = hit.segment->cards.card(hit.doc, page->plan.lang);
    if (!card) return card.error();
    counted.products.push_back(
        {SuggestionKind::product, read_json_string(card->title), std::string(hit.id()), 1});
  }
  return &counts_.emplace(key, std::move(counted)).first->second;
}

Result<void> Suggester::add_queries(const Asked& asked, std::size_t most,
                                    std::vector<Suggestion>& queries,
                                    std::vector<Suggestion>& products) {
  SearchRequest search;
  search.lang = asked.lang;
  search.match = Match::all;
  search.typo = false;
  // Where most lead to nothing (their products are deleted) further ones are looked at.
  for (std::size_t looked = most + kSpareCandidates; looked < kMostCandidates; looked *= 8) {
    queries.clear();
    bool more = false;
    for (const Candidate& each : candidates(asked.typed, asked.snapshot, looked, more)) {
      if (queries.size() == most) return {};
      search.q = each.text;
      const bool shows = queries.empty() && !asked.typed.words.empty();
      search.per_page = shows ? kOfEachKind : 0;
      const auto counted = count(search, asked.snapshot);
      if (!counted) return counted.error();
      if ((*counted)->total == 0) continue;
      queries.push_back({SuggestionKind::query, std::string(each.text), "", (*counted)->total});
      if (shows) products = (*counted)->products;
    }
    if (!more) return {};
  }
  return {};
}

void Suggester::name_categories(const Snapshot& snapshot) {
  if (tree_ == snapshot.categories) return;
  tree_ = snapshot.categories;
  category_names_ = {};
  const std::vector<std::uint64_t> products = snapshot.category_products();
  std::vector<Completion> names;
  for (CategoryTree::NodeId node = 0; node < tree_->size(); ++node) {
    const auto weight = static_cast<std::uint32_t>(products[node]);
    for (const LocalizedText* texts :
         {&tree_->nodes()[node].name, &tree_->nodes()[node].synonyms}) {
      for (const auto& [lang, text] : texts->entries) {
        const Language language = Language::from_tag(lang);
        const std::string_view code = language.is_generic() ? std::string_view() : language.code();
        std::string key = completion_key(text);
        if (!key.empty()) names.push_back({"", std::move(key), std::string(code), weight, node});
      }
    }
  }
  for (Completion& each : names) each.text = each.key;
  SectionWriter writer;
  Completions::write(writer, "category", names);
  const auto file = SectionFile::over(hold_bytes(writer.finish_bytes()), "memory categories");
  if (!file) return;
  if (auto opened = Completions::open(*file, "category")) {
    category_file_ = *file;
    category_names_ = *opened;
  }
}

void Suggester::add_categories(const Asked& asked, std::vector<Suggestion>& found) {
  name_categories(asked.snapshot);
  for (const Completed& each : complete(category_names_, asked.typed, 2 * kSpareCandidates)) {
    if (found.size() == kOfEachKind) break;
    const CategoryTree::NodeId node = category_names_.value(each.entry);
    const std::string& id = tree_->nodes()[node].id;
    const bool known = std::any_of(found.begin(), found.end(),
                                   [&](const Suggestion& other) { return other.id == id; });
    if (known) continue;
    const std::uint64_t products = asked.snapshot.category_products(node);
    if (products == 0) continue;
    found.push_back(
        {SuggestionKind::category, std::string(tree_->label(node, asked.lang)), id, products});
  }
}

Result<std::vector<Suggestion>> Suggester::all_kinds(const Asked& asked) {
  const std::size_t limit = asked.request.limit;
  std::vector<Suggestion> others;
  if (!asked.typed.words.empty()) {
    add_categories(asked, others);
    add_brands(asked.typed, asked.request.q, asked.snapshot, others);
    add_shops(asked.typed, asked.snapshot, others);
  }
  std::vector<Suggestion> queries;
  std::vector<Suggestion> products;
  const std::size_t most = limit - std::min(others.size(), limit / 2);
  if (auto added = add_queries(asked, most, queries, products); !added) return added.error();
  std::move(products.begin(), products.end(), std::back_inserter(others));
  others.resize(std::min(others.size(), limit - queries.size()));
  std::move(others.begin(), others.end(), std::back_inserter(queries));
  return queries;
}

Result<std::vector<Suggestion>> Suggester::suggest(const SuggestRequest& request,
                                                   const Snapshot& snapshot) {
  Asked asked{request, snapshot, request.lang.empty() ? snapshot.default_lang : request.lang, {}};
  const Language language = Language::from_tag(asked.lang);
  asked.typed =
      TypedText::of(request.q, language.is_generic() ? std::string_view() : language.code());
  auto found = all_kinds(asked);
  if (!found || !found->empty() || !request.typo) return found;
  asked.typed = respelled(asked.typed, snapshot);
  return all_kinds(asked);
}

}  // namespace souk
