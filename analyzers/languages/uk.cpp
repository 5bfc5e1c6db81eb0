// Ukrainian: no Snowball; endings of nouns and adjectives.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kEndings =
    "ового ового ними ими ого ому ами ями ах ях ів їв ев ей ий ій ою ею ів им ім их іх ом ем ої "
    "а я у ю е є и і ї о ь й";

void stem(std::string& word) {
  cut_suffix(word, kEndings, 6);
  drop_fleeting_vowel(word);
}

}  // namespace

const LanguageRules kRules_uk = {
    .code = "uk",
    .stem = stem,
    .script = Script::cyrillic,
    .irregular = "ніж:нож",
    .stop_words = "без в у для до і й та з із зі на о об від по при або",
    .prepositions = "для з зі із без на до під та і в від",
};

}  // namespace souk
