#pragma once
// The k smallest keys of a stream, in a buffer of 2k that is cut back to k by selection whenever it
// is full: one comparison a key once the threshold is low, O(n + k log k) in all, where a heap pays
// log k for every key that enters it. One search thread.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace souk {

/// The key of a document by relevance: smaller for a higher score, then for a smaller rank.
inline std::uint64_t score_key(std::uint32_t score, std::uint64_t rank) {
  return std::uint64_t{0xffffffffU - score} << 32 | rank;
}

inline std::uint32_t score_of(std::uint64_t key) {
  return 0xffffffffU - static_cast<std::uint32_t>(key >> 32);
}

/// The fewest points with which a document of rank `rank` or a larger one has a key below
/// `threshold`.
inline std::uint32_t least_points(std::uint64_t threshold, std::uint64_t rank) {
  if (threshold == std::numeric_limits<std::uint64_t>::max()) return 1;
  return score_of(threshold) + (rank >= (threshold & 0xffffffffU) ? 1 : 0);
}

class TopK {
 public:
  using Key = std::uint64_t;

  explicit TopK(std::size_t k) : k_(k) { keys_.reserve(2 * k_ + 1); }

  void add(Key key) {
    if (key >= threshold_) return;
    keys_.push_back(key);
    if (keys_.size() > 2 * k_) cut();
  }
  /// No key from here on can be among the smallest any more.
  [[nodiscard]] Key threshold() const { return threshold_; }
  /// The smallest keys, at most k; ascending where `sorted` is.
  [[nodiscard]] std::vector<Key> take(bool sorted = true) {
    if (keys_.size() > k_) {
      std::nth_element(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(k_), keys_.end());
      keys_.resize(k_);
    }
    if (sorted) std::sort(keys_.begin(), keys_.end());
    return std::move(keys_);
  }

 private:
  void cut() {
    const auto last = keys_.begin() + static_cast<std::ptrdiff_t>(k_);
    std::nth_element(keys_.begin(), last, keys_.end());
    threshold_ = *last;
    keys_.resize(k_);
  }

  std::size_t k_;
  Key threshold_ = std::numeric_limits<Key>::max();
  std::vector<Key> keys_;
};

}  // namespace souk
