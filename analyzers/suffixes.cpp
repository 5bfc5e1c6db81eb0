#include "analyzers/suffixes.h"

#include <algorithm>

namespace souk {

bool cut_suffix(std::string& word, const WordSet& suffixes, std::size_t least) {
  std::size_t longest = 0;
  suffixes.for_each([&](std::string_view suffix) {
    const bool fits = word.size() >= suffix.size() + least && word.ends_with(suffix);
    if (fits) longest = std::max(longest, suffix.size());
    return true;
  });
  word.resize(word.size() - longest);
  return longest != 0;
}

bool cut_prefix(std::string& word, const WordSet& prefixes, std::size_t least) {
  std::size_t longest = 0;
  prefixes.for_each([&](std::string_view prefix) {
    const bool fits = word.size() >= prefix.size() + least && word.starts_with(prefix);
    if (fits) longest = std::max(longest, prefix.size());
    return true;
  });
  word.erase(0, longest);
  return longest != 0;
}

void drop_fleeting_vowel(std::string& word) {
  // Cyrillic letters are two bytes each.
  constexpr WordSet kEndings = "ек ок ел ол";
  if (word.size() < 10) return;
  kEndings.for_each([&](std::string_view ending) {
    if (!word.ends_with(ending)) return true;
    word.erase(word.size() - 4, 2);
    return false;
  });
}

bool replace_irregular(std::string& word, const WordSet& pairs) {
  std::string_view found;
  pairs.for_each([&](std::string_view pair) {
    const bool fits =
        pair.size() > word.size() && pair[word.size()] == ':' && pair.starts_with(word);
    if (fits) found = pair.substr(word.size() + 1);
    return !fits;
  });
  if (found.empty()) return false;
  word = found;
  return true;
}

}  // namespace souk
