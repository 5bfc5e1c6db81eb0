#pragma once
// One list of every language's rules, made into sets. Immutable once made; any thread.

#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzers/language.h"
#include "analyzers/language_rules.h"

namespace souk {

class LanguageWords {
 public:
  explicit LanguageWords(WordSet LanguageRules::*list);

  /// O(1).
  [[nodiscard]] bool has(Language language, std::string_view word) const {
    return words_[language.index()].contains(word);
  }
  /// Does any language have it? O(languages).
  [[nodiscard]] bool any_has(std::string_view word) const;

 private:
  std::vector<std::unordered_set<std::string_view>> words_;  ///< by language index
};

}  // namespace souk
