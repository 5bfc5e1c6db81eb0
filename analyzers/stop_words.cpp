#include "analyzers/stop_words.h"

#include "analyzers/language_words.h"

namespace souk {
namespace {

const LanguageWords& stop_words() {
  static const LanguageWords words(&LanguageRules::stop_words);
  return words;
}

}  // namespace

bool is_stop_word(std::string_view folded, Language language) {
  return stop_words().has(language, folded);
}

bool is_stop_word_anywhere(std::string_view folded) { return stop_words().any_has(folded); }

}  // namespace souk
