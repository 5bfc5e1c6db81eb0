// Greek: no Snowball in Xapian; endings of nouns and adjectives, on words without accents.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kEndings = "ματων ματοσ ματα ιων εισ ουσ ων οσ ησ ασ εσ ου οι α ε η ι ο υ";

// Letters are two bytes each.
void stem(std::string& word) { cut_suffix(word, kEndings, 6); }

}  // namespace

const LanguageRules kRules_el = {
    .code = "el",
    .stem = stem,
    .script = Script::greek,
    .irregular =
        "ασυρματα:ασυρματη ασυρματο:ασυρματη ασυρματοσ:ασυρματη ασυρματων:ασυρματη ρολογια:ρολοι",
    .stop_words = "ο η το οι τα του τησ των τον την και για με σε απο στο στη στην στα",
    .prepositions = "για με απο χωρις σε και",
};

}  // namespace souk
