// Vietnamese: words do not inflect; tones are folded with the other marks.

#include "analyzers/language_rules.h"

namespace souk {

const LanguageRules kRules_vi = {
    .code = "vi",
    .stop_words = "va cua cho voi la cac nhung",
    .prepositions = "cho voi bang cua tu co khong",
};

}  // namespace souk
