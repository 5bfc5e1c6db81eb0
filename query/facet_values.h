#pragma once
// A facet's values: counts of codes made into texts, joined over segments, ordered and cut.
// One search thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "query/facets.h"

namespace souk {

/// A value as it is counted; its texts are copied only when it is kept.
struct CountedValue {
  std::string_view value;
  std::string_view label;
  std::uint64_t count = 0;
};

/// By count descending, then value; cut at the most asked, selected ones always kept.
/// O(values + most log most).
std::vector<FacetValue> order_values(std::vector<CountedValue> values, std::size_t most,
                                     const std::vector<std::string_view>& selected);

/// Counts of a dictionary's codes, over segments joined by folded key. The label is the first
/// segment's that counts the value.
class DictionaryCounts {
 public:
  /// `joins`: there are several segments.
  explicit DictionaryCounts(bool joins) : joins_(joins) {}

  /// `key` and `label` give a code's strings; codes run from `first_code`.
  template <class Strings>
  void add(const std::vector<std::uint32_t>& counts, std::uint32_t first_code,
           const Strings& strings) {
    for (std::uint32_t i = 0; i < counts.size(); ++i) {
      if (counts[i] != 0)
        add(strings.key(first_code + i), strings.label(first_code + i), counts[i]);
    }
  }
  /// Selected values join with what they count (maybe zero).
  std::vector<FacetValue> finish(const std::vector<std::string>& selected, std::size_t most);

 private:
  CountedValue& add(std::string_view key, std::string_view label, std::uint64_t count);

  bool joins_;
  std::vector<CountedValue> values_;
  std::vector<std::string_view> keys_;
  std::unordered_map<std::string_view, std::size_t> by_key_;
};

}  // namespace souk
