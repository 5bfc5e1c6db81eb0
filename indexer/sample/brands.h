#pragma once
// The sample's brands: 2,000 made-up names, the same in every sample, shared out among the roots of
// the category tree so that a brand keeps to its trade. Immutable; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/sample/random.h"

namespace souk::sample {

class Brands {
 public:
  static constexpr std::uint32_t kCount = 2000;

  /// `roots`: how many trades there are. Makes the names: about a millisecond.
  explicit Brands(std::uint32_t roots);

  [[nodiscard]] std::string_view name(std::uint32_t brand) const { return names_[brand]; }
  /// A plain made-up word, for shops and models.
  [[nodiscard]] std::string_view word(std::uint32_t brand) const { return words_[brand]; }
  /// A brand of a root's trade by Zipf's law: the first of about 166 gets 17 % of the draws.
  [[nodiscard]] std::uint32_t draw(std::uint32_t root, Rng& rng) const;
  /// The brand of a rank in a root's trade.
  [[nodiscard]] std::uint32_t at(std::uint32_t root, std::uint32_t rank) const {
    return rank * roots_ + root;
  }

 private:
  std::uint32_t roots_;
  std::vector<std::string> words_;
  std::vector<std::string> names_;
  std::vector<std::uint32_t> cumulative_;  ///< of the weights 1/(rank + 1), scaled
};

}  // namespace souk::sample
