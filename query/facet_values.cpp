#include "query/facet_values.h"

#include <algorithm>

#include "data/formats.h"

namespace souk {

std::vector<FacetValue> order_values(std::vector<CountedValue> values, std::size_t most,
                                     const std::vector<std::string_view>& selected) {
  const auto earlier = [](const CountedValue& a, const CountedValue& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  };
  const auto shown = values.begin() + static_cast<std::ptrdiff_t>(std::min(most, values.size()));
  if (shown != values.end()) std::nth_element(values.begin(), shown, values.end(), earlier);
  const auto kept = std::partition(shown, values.end(), [&](const CountedValue& each) {
    return std::find(selected.begin(), selected.end(), each.value) != selected.end();
  });
  std::sort(values.begin(), kept, earlier);
  std::vector<FacetValue> result;
  result.reserve(static_cast<std::size_t>(kept - values.begin()));
  for (auto it = values.begin(); it != kept; ++it) {
    result.push_back({std::string(it->value), std::string(it->label), it->count});
  }
  return result;
}

std::vector<FacetValue> DictionaryCounts::finish(const std::vector<std::string>& selected,
                                                 std::size_t most) {
  joins_ = true;  // from here on a key is looked up
  std::vector<std::string> folded;
  folded.reserve(selected.size());  // its strings are pointed to
  std::vector<std::string_view> kept;
  for (const std::string& value : selected) {
    folded.push_back(casefold(value));
    kept.push_back(add(folded.back(), value, 0).value);
  }
  return order_values(std::move(values_), most, kept);
}

CountedValue& DictionaryCounts::add(std::string_view key, std::string_view label,
                                    std::uint64_t count) {
  if (joins_) {
    for (std::size_t i = by_key_.size(); i < values_.size(); ++i) by_key_.emplace(keys_[i], i);
    const auto [found, added] = by_key_.emplace(key, values_.size());
    if (!added) {
      CountedValue& there = values_[found->second];
      there.count += count;
      return there;
    }
  }
  keys_.push_back(key);
  return values_.emplace_back(CountedValue{label, label, count});
}

}  // namespace souk
