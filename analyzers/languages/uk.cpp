// Ukrainian: no Snowball; endings of nouns and adjectives.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kEndings =
    "ового ового ними ими ого ому ами ями ах ях ів їв ев ей ий ій ою ею ів им ім их іх ом ем ої "
    "а я у ю е є и і ї о ь й";

// The vowel that comes and goes: іграшок, чохол. Letters are two bytes each.
constexpr WordSet kFleeting = "ек ок ел ол";

void stem(std::string& word) {
  cut_suffix(word, kEndings, 6);
  if (word.size() < 10) return;
  kFleeting.for_each([&](std::string_view ending) {
    if (!word.ends_with(ending)) return true;
    word.erase(word.size() - 4, 2);
    return false;
  });
}

}  // namespace

const LanguageRules kRules_uk = {
    .code = "uk",
    .stem = stem,
    .script = Script::cyrillic,
    .irregular = "ніж:нож",
    .stop_words = "без в у для до і й та з із зі на о об від по при або",
};

}  // namespace souk
