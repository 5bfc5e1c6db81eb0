#pragma once
// Sets of documents that are asked for again and again (what costs up to 50, what is in stock) as
// bitsets, kept with the segment they are of. What is asked for once is not worth the pass
// that a bitset costs: it is made when its key is asked for a second time among the last
// kRemembered others (as Lucene's UsageTrackingQueryCachingPolicy has it). Any thread.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace souk {

/// What a set is of. The numbers mean what its kind says; they are those of one segment.
struct BitsetKey {
  enum class Kind : std::uint8_t {
    price,
    rating,
    paid_shipping,
    in_stock,
    ships_to,
    grouped,
    expression,
  };
  Kind kind = Kind::price;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  std::string text{};  ///< of an expression

  friend bool operator==(const BitsetKey&, const BitsetKey&) = default;
};

class BitsetCache {
 public:
  /// Over all docids (bitset_words()).
  using Bits = std::shared_ptr<const std::vector<std::uint64_t>>;

  static constexpr std::size_t kRemembered = 256;

  /// `most`: bitsets that are kept.
  explicit BitsetCache(std::size_t most) : most_(most) {}

  /// The bitset of a key, what make() gives where it has none yet; null where it was not asked for
  /// of late. The one least lately asked for makes room. O(most + kRemembered) and make().
  template <class Make>
  Bits find_or_make(const BitsetKey& key, Make make) {
    if (Bits kept = find(key)) return kept;
    if (!is_known(key)) return nullptr;
    auto made = std::make_shared<const std::vector<std::uint64_t>>(make());
    keep(key, made);
    return made;
  }

 private:
  Bits find(const BitsetKey& key);
  /// Was it asked for of late? From now on it was.
  bool is_known(const BitsetKey& key);
  void keep(const BitsetKey& key, Bits bits);

  std::size_t most_;
  std::mutex mutex_;
  std::vector<std::pair<BitsetKey, Bits>> kept_;  ///< the one last asked for in front
  std::deque<BitsetKey> asked_;                   ///< of those that have no bitset
};

}  // namespace souk
