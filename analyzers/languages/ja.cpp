// Japanese: Han by character pairs, kana by runs and their pairs.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_ja = {
    .code = "ja",
    .script = Script::own,
    .stop_words = "の と や を に は が で も",
};

}  // namespace souk
