// Korean: the run between spaces and its pairs, which find a noun under its particles.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_ko = {
    .code = "ko",
    .script = Script::own,
    .stop_words = "및 와 과 의",
};

}  // namespace souk
