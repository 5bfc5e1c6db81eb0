// Czech: no Snowball; case and number endings cut from the folded word.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kEndings =
    "eho emu ych ymi ich imi ach ami ech ovi em um ou ej ym im ma a e i o u y";

void stem(std::string& word) {
  cut_suffix(word, kEndings, 3);
  // sluchatek, tricek: the e comes and goes.
  if (word.size() > 4 && word.ends_with("ek")) word.erase(word.size() - 2, 1);
}

}  // namespace

const LanguageRules kRules_cs = {
    .code = "cs",
    .stem = stem,
    .irregular = "nuz:noz",
    .stop_words = "a na pro s se do i k ke nebo o od po pri u v ve z za ze",
    .prepositions = "pro s se z ze bez do na k a i",
};

}  // namespace souk
