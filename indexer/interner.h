#pragma once
// Numbers strings as they come: key → provisional code, with the label of the first that came. A
// dictionary is sorted, and codes made final, only when all are known. One thread.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/string_hash.h"

namespace souk {

class Interner {
 public:
  /// The provisional code (from 0) of a key. O(1).
  std::uint32_t add(std::string_view key, std::string_view label) {
    const auto found = codes_.find(key);
    if (found != codes_.end()) return found->second;
    const auto code = static_cast<std::uint32_t>(labels_.size());
    labels_.emplace_back(label);
    keys_.push_back(&codes_.emplace(std::string(key), code).first->first);
    return code;
  }
  [[nodiscard]] std::size_t size() const { return labels_.size(); }
  [[nodiscard]] const std::string& key(std::uint32_t code) const { return *keys_[code]; }
  [[nodiscard]] const std::string& label(std::uint32_t code) const { return labels_[code]; }

  /// Provisional codes in bytewise order of key.
  [[nodiscard]] std::vector<std::uint32_t> sorted() const {
    std::vector<std::uint32_t> order(size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [this](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    return order;
  }

 private:
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> codes_;
  std::vector<const std::string*> keys_;
  std::vector<std::string> labels_;
};

}  // namespace souk
