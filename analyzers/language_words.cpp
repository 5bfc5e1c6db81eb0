#include "analyzers/language_words.h"

#include <algorithm>

namespace souk {

LanguageWords::LanguageWords(WordSet LanguageRules::*list)
    : words_(Language::all().size() + 1) {  // and generic
  for (const Language language : Language::all()) {
    (rules(language).*list).for_each([&](std::string_view word) {
      words_[language.index()].insert(word);
      return true;
    });
  }
}

bool LanguageWords::any_has(std::string_view word) const {
  return std::any_of(words_.begin(), words_.end(),
                     [&](const auto& words) { return words.contains(word); });
}

}  // namespace souk
