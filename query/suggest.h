#pragma once
// What a buyer may mean while still typing: queries that titles answer and others asked for,
// categories, brands, shops and products. One search thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "query/completion_search.h"
#include "query/search.h"

namespace souk {

enum class SuggestionKind : std::uint8_t { query, category, brand, shop, product };
/// "query", "category", …
std::string_view name(SuggestionKind kind);

struct Suggestion {
  SuggestionKind kind = SuggestionKind::query;
  std::string text;
  std::string id;  ///< of a category, shop or product; a brand's name; empty for a query
  /// Products that the query (each of its words), category, brand or shop has; 1 for a product.
  std::uint64_t count = 0;
};

struct SuggestRequest {
  std::string q;
  std::string lang;  ///< a normalised tag; empty: the store's default
  std::uint32_t limit = 10;
  bool typo = true;
};

/// Reads q, lang, limit and typo. Errors: bad_input naming the parameter.
Result<SuggestRequest> parse_suggest_request(const std::vector<Param>& params,
                                             std::string_view accept_language = {});

/// The response of /v1/suggest.
void append_suggestions(std::string& out, const std::vector<Suggestion>& suggestions);

class Suggester {
 public:
  /// `searcher` outlives it: counts are those of its searches.
  explicit Suggester(Searcher& searcher) : searcher_(searcher) {}

  /// At most `limit`, none of them with nothing to find: queries first, at least half of all where
  /// there are so many, then categories, brands, shops and products, at most two of each. Without q
  /// the queries that sell most. Where nothing continues what was typed, words that begin nothing
  /// are taken in their nearest spelling. Errors:
  /// corrupt (a damaged card).
  Result<std::vector<Suggestion>> suggest(const SuggestRequest& request, const Snapshot& snapshot);

 private:
  struct Asked;
  Result<std::vector<Suggestion>> all_kinds(const Asked& asked);
  /// The query completions, and the best sellers of the first.
  Result<void> add_queries(const Asked& asked, std::size_t most, std::vector<Suggestion>& queries,
                           std::vector<Suggestion>& products);
  struct Count {
    std::uint64_t total = 0;
    std::vector<Suggestion> products;  ///< the best sellers, where they were asked for
  };
  Result<const Count*> count(const SearchRequest& search, const Snapshot& snapshot);
  void add_categories(const Asked& asked, std::vector<Suggestion>& found);
  void name_categories(const Snapshot& snapshot);

  Searcher& searcher_;
  /// What the completions of one snapshot lead to: every further letter asks for most of them
  /// again. By language, products and text.
  std::unordered_map<std::string, Count> counts_;
  std::pair<std::uint64_t, std::uint64_t> counted_{};  ///< the snapshot's generation and sequence
  /// The names of a tree's categories: trees change seldom.
  std::shared_ptr<const CategoryTree> tree_;
  Completions category_names_;
  std::optional<SectionFile> category_file_;  ///< what the names point into
};

}  // namespace souk
