#pragma once
// Exact counts of values over the matches of a search, each facet without its own filter.
// Pure over its inputs; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/match.h"

namespace souk {

struct FacetValue {
  std::string value;  ///< what the parameter accepts
  std::string label;  ///< in the answer's language
  std::uint64_t count = 0;
  friend bool operator==(const FacetValue&, const FacetValue&) = default;
};

struct Facet {
  std::string key;                 ///< "brand", "attr.Color"
  std::vector<FacetValue> values;  ///< empty for price
  bool is_price = false;
  std::optional<std::int64_t> min;  ///< in the asked currency
  std::optional<std::int64_t> max;
};

/// Counts every facet of the request. `matches[i]` belongs to segment i; `soft` is what they were
/// matched with. O(matches) a facet; of an attribute at most O(its lists).
std::vector<Facet> count_facets(const Plan& plan, const std::vector<SegmentMatches>& matches,
                                const std::vector<SoftFilter>& soft, const BitsShares& shares = {});

}  // namespace souk
