// Indonesian.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_id = {
    .code = "id",
    .snowball = "indonesian",
    .stop_words = "dan di ke dari untuk yang atau dengan",
    .prepositions = "untuk dengan dari tanpa dan",
};

}  // namespace souk
