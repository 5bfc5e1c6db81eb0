// Hebrew: plural endings and the article, nothing that needs a dictionary.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

// The article, "and", "for"; not what as often begins a word.
constexpr WordSet kPrefixes = "וה ול ה ו ל";
constexpr WordSet kEndings = "יות יים יה ים ות ה ת י";
// Letters that are written otherwise at the end of a word.
constexpr WordSet kFinals = "ך:כ ם:מ ן:נ ף:פ ץ:צ";

// Letters are two bytes each.
void stem(std::string& word) {
  cut_prefix(word, kPrefixes, 8);
  cut_suffix(word, kEndings, 6);
  if (word.size() < 2) return;
  std::string last = word.substr(word.size() - 2);
  if (replace_irregular(last, kFinals)) word.replace(word.size() - 2, 2, last);
}

}  // namespace

const LanguageRules kRules_he = {
    .code = "he",
    .stem = stem,
    .script = Script::hebrew,
    .stop_words = "של עם את על או גם",
    .prepositions = "עם של ללא מ ל עבור",
};

}  // namespace souk
