#pragma once
// The words of a segment by what they look like, for finding those that a misspelt one may mean:
// terms without digits in scripts of letters, with their length, first letter and a set of their
// letters. Comparing two sets rules most words out before any distance is computed; what is left is
// a few hundred of a million products' words. Immutable; any thread.

#include <bit>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/postings.h"

namespace souk {

/// The code points of a text. Invalid UTF-8 is skipped.
std::u32string code_points(std::string_view utf8);

/// A set of letters, each one of 32.
inline std::uint32_t letter_set(std::u32string_view word) {
  std::uint32_t set = 0;
  for (const char32_t c : word) set |= 1U << (c & 31);
  return set;
}

class SpellingIndex {
 public:
  SpellingIndex() = default;
  /// O(T log T) of T terms.
  explicit SpellingIndex(const Postings& postings);

  struct Word {
    char32_t first = 0;
    std::uint32_t length = 0;   ///< letters
    std::uint32_t letters = 0;  ///< letter_set
    Postings::TermId term = 0;
  };
  /// Words of one first letter, and of all; by length within each.
  [[nodiscard]] std::span<const Word> starting_with(char32_t first) const;
  [[nodiscard]] std::span<const Word> all() const { return words_; }

 private:
  std::vector<Word> words_;
};

/// The index of one set of postings, made when first asked for. Any thread.
class LazySpellingIndex {
 public:
  [[nodiscard]] const SpellingIndex& of(const Postings& postings) const {
    std::call_once(once_, [&] { index_ = SpellingIndex(postings); });
    return index_;
  }

 private:
  mutable std::once_flag once_;
  mutable SpellingIndex index_;
};

}  // namespace souk
