#pragma once
// What a suggestion promises, asked of a search. For tests.

#include <cstdint>

#include "query/suggest.h"

namespace souk::testing {

/// The total of the search that a suggestion of any kind but a product stands for.
inline std::uint64_t suggested_products(Searcher& searcher, const Snapshot& snapshot,
                                        const Suggestion& suggestion) {
  SearchRequest request;
  request.match = Match::all;
  request.typo = false;
  if (suggestion.kind == SuggestionKind::query) request.q = suggestion.text;
  if (suggestion.kind == SuggestionKind::category) request.category = {suggestion.id};
  if (suggestion.kind == SuggestionKind::brand) request.brand = {suggestion.id};
  if (suggestion.kind == SuggestionKind::shop) request.shop = {suggestion.id};
  return searcher.search(request, snapshot).value().total;
}

}  // namespace souk::testing
