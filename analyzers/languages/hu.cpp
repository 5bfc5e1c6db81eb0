// Hungarian.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_hu = {
    .code = "hu",
    .snowball = "hungarian",
    .stop_words = "a az es egy vagy",
    .prepositions = "es",
};

}  // namespace souk
