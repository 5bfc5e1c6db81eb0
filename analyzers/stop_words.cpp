#include "analyzers/stop_words.h"

#include "analyzers/language_rules.h"

namespace souk {

bool is_stop_word(std::string_view folded, Language language) {
  return rules(language).stop_words.has(folded);
}

}  // namespace souk
