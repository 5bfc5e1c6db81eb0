#include "data/spelling_index.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <optional>
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

/// A term by what it looks like; nothing where it is no word. There are millions: no allocation.
std::optional<SpellingIndex::Word> word_of(std::string_view text, Postings::TermId term) {
  SpellingIndex::Word word{0, 0, 0, term};
  for (int32_t i = 0; i < static_cast<int32_t>(text.size());) {
    UChar32 point = 0;
    U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), point);
    if (point < 0) continue;
    const auto c = static_cast<char32_t>(point);
    if (c >= kLettersEnd || (c >= U'0' && c <= U'9') || c == U'.') return std::nullopt;
    if (word.length == 0) word.first = c;
    if (++word.length > kMostLetters) return std::nullopt;
    word.letters |= letter_set({&c, 1});
  }
  if (word.length < kLeastLetters) return std::nullopt;
  return word;
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
    if (const auto word = word_of(text, term)) words_.push_back(*word);
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
