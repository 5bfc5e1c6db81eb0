// Russian.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {

const LanguageRules kRules_ru = {
    .code = "ru",
    .snowball = "russian",
    .stem = drop_fleeting_vowel,
    .script = Script::cyrillic,
    .irregular = "ремень:ремн ремня:ремн",
    .stop_words = "без в во для до и из к ко на о об от по при с со у",
    .prepositions = "для с со без из на к под и в от",
};

}  // namespace souk
