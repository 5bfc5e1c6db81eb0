#pragma once
// How much phrases sell: the queries that titles answer, each with the weight of the products that
// it leads to. What completions are made of. Bounded: where distinct phrases are too many, the
// lighter half is forgotten. One thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzers/title_phrases.h"
#include "data/completions.h"
#include "data/product.h"
#include "data/string_hash.h"

namespace souk {

/// Completions of a generation. More would be phrases of one or two products.
inline constexpr std::size_t kMostCompletions = 100'000;
/// What one buyer's asking for a phrase weighs: so many products of a thousand sales.
inline constexpr std::uint32_t kUseWeight = 4 * 11;

class PhraseCounts {
 public:
  explicit PhraseCounts(std::size_t most_phrases = std::size_t{1} << 20) : most_(most_phrases) {}

  /// The weight of a product whose title answers a query: 1 + log2(1 + sales).
  static std::uint32_t weight_of(const Product& product);

  void add(Language language, std::string_view phrase, std::uint32_t weight);
  /// How often buyers asked for a phrase, in a language code (empty: any).
  void add_uses(std::string_view lang, std::string_view phrase, std::uint32_t uses);
  void add(const PhraseCounts& more);
  /// The heaviest first, then by key and language: one of each key and language, in its heaviest
  /// spelling. The value of a completion is its uses.
  [[nodiscard]] std::vector<Completion> completions(std::size_t most) const;

 private:
  struct Count {
    std::uint32_t weight = 0;
    std::uint32_t uses = 0;
  };
  Count& count(std::string_view lang, std::string_view phrase);
  void forget_the_lighter_half();

  std::size_t most_;
  std::string scratch_;
  /// By language code, a blank, and the phrase.
  std::unordered_map<std::string, Count, StringHash, std::equal_to<>> counts_;
};

}  // namespace souk
