// Finnish.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_fi = {
    .code = "fi",
    .snowball = "finnish",
    .irregular = "kengat:kenka kengan:kenka",
    .stop_words = "ja tai on se ei",
    .prepositions = "ja",
};

}  // namespace souk
