#include "analyzers/stop_words.h"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "analyzers/language_rules.h"

namespace souk {
namespace {

using Words = std::unordered_set<std::string_view>;

/// By language index.
const std::vector<Words>& stop_words() {
  static const auto all = [] {
    std::vector<Words> made;
    for (const Language language : Language::all()) {
      made.resize(std::max(made.size(), std::size_t{language.index()} + 1));
      rules(language).stop_words.for_each([&](std::string_view word) {
        made[language.index()].insert(word);
        return true;
      });
    }
    return made;
  }();
  return all;
}

}  // namespace

bool is_stop_word(std::string_view folded, Language language) {
  const auto& all = stop_words();
  return language.index() < all.size() && all[language.index()].contains(folded);
}

bool is_stop_word_anywhere(std::string_view folded) {
  const auto& all = stop_words();
  return std::any_of(all.begin(), all.end(),
                     [&](const Words& words) { return words.contains(folded); });
}

}  // namespace souk
