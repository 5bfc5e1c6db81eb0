// Russian.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

// The vowel that comes and goes: игрушек, кроссовок, чехол. Letters are two bytes each.
constexpr WordSet kFleeting = "ек ок ел ол";

void stem(std::string& word) {
  if (word.size() < 10) return;
  kFleeting.for_each([&](std::string_view ending) {
    if (!word.ends_with(ending)) return true;
    word.erase(word.size() - 4, 2);
    return false;
  });
}

}  // namespace

const LanguageRules kRules_ru = {
    .code = "ru",
    .snowball = "russian",
    .stem = stem,
    .script = Script::cyrillic,
    .irregular = "ремень:ремн ремня:ремн",
    .stop_words = "без в во для до и из к ко на о об от по при с со у",
};

}  // namespace souk
