// Romanian.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

// What Snowball leaves of plurals: telefoane, ceasuri.
void stem(std::string& word) {
  if (word.ends_with("oan")) word.erase(word.size() - 2, 1);
  if (word.size() >= 6 && word.ends_with("ur")) word.resize(word.size() - 2);
}

}  // namespace

const LanguageRules kRules_ro = {
    .code = "ro",
    .snowball = "romanian",
    .stem = stem,
    .stop_words = "a al ale cu de din in la o pe pentru si un sau",
    .prepositions = "pentru cu fara din de la si in",
};

}  // namespace souk
