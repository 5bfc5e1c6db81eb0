// Chinese: single characters and pairs; words only in queries.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_zh = {
    .code = "zh",
    .script = Script::own,
    .stop_words = "的 和 与 及 了 或",
};

}  // namespace souk
