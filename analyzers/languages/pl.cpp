// Polish: no Snowball; case and number endings cut from the folded word.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

// Longest first within a length.
constexpr WordSet kEndings =
    "owego owych owymi ach ami ego emu ich iej imi owi owy owa owe ych ymi ow om em ie ej ia iu a "
    "e i o u y";

void stem(std::string& word) {
  cut_suffix(word, kEndings, 3);
  // sluchawek, zegarek: the e comes and goes.
  if (word.size() > 4 && word.ends_with("ek")) word.erase(word.size() - 2, 1);
}

}  // namespace

const LanguageRules kRules_pl = {
    .code = "pl",
    .stem = stem,
    .irregular = "kabel:kabl kabla:kabl",
    .stop_words = "a dla do i lub na od o oraz po w we z za ze",
    .prepositions = "dla z ze bez do na w i od",
};

}  // namespace souk
