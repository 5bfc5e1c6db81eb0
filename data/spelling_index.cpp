#include "data/spelling_index.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <tuple>

namespace souk {
namespace {

constexpr std::size_t kLeastLetters = 3;
constexpr std::size_t kMostLetters = 40;
/// Scripts of letters end here; Thai and all that is written without spaces come after.
constexpr char32_t kLettersEnd = 0x0e00;

/// Surface terms are folded: a capital begins a stem or a part.
bool is_surface(std::string_view term) {
  return !term.empty() && (term.front() < 'A' || term.front() > 'Z');
}

bool is_word(std::u32string_view letters) {
  return letters.size() >= kLeastLetters && letters.size() <= kMostLetters &&
         std::all_of(letters.begin(), letters.end(), [](char32_t c) {
           return c < kLettersEnd && (c < U'0' || c > U'9') && c != U'.';
         });
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  for (int32_t i = 0; i < static_cast<int32_t>(utf8.size());) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), i, static_cast<int32_t>(utf8.size()), c);
    if (c >= 0) points += static_cast<char32_t>(c);
  }
  return points;
}

SpellingIndex::SpellingIndex(const Postings& postings) {
  for (Postings::TermId term = 0; term < postings.term_count(); ++term) {
    const std::string_view text = postings.term(term);
    if (!is_surface(text)) continue;
    const std::u32string letters = code_points(text);
    if (!is_word(letters)) continue;
    words_.push_back(
        {letters.front(), static_cast<std::uint32_t>(letters.size()), letter_set(letters), term});
  }
  std::sort(words_.begin(), words_.end(), [](const Word& a, const Word& b) {
    return std::tie(a.first, a.length, a.term) < std::tie(b.first, b.length, b.term);
  });
  words_.shrink_to_fit();
}

std::span<const SpellingIndex::Word> SpellingIndex::starting_with(char32_t first) const {
  const auto from = std::lower_bound(words_.begin(), words_.end(), first,
                                     [](const Word& word, char32_t c) { return word.first < c; });
  const auto to = std::upper_bound(from, words_.end(), first,
                                   [](char32_t c, const Word& word) { return c < word.first; });
  return {from, to};
}

}  // namespace souk
