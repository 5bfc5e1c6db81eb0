// Thai: dictionary words.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_th = {
    .code = "th",
    .script = Script::own,
    .stop_words = "และ ของ ที่",
};

}  // namespace souk
