// Italian.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

// What elides before a vowel.
constexpr WordSet kElided =
    "all bell c coll d dall dell l m n negl nell quel quell quest s sant sull t tutt un v";

// The light stemmer of Savoy (2007): the last vowel, and an i or h before it. Snowball's takes
// orologiere and telecamere for verbs.
void stem(std::string& word) {
  if (word.size() < 4) return;
  const auto before = word[word.size() - 2];
  switch (word.back()) {
    case 'e':
    case 'i':
      word.resize(word.size() - (before == 'i' || before == 'h' ? 2 : 1));
      break;
    case 'a':
    case 'o':
      word.resize(word.size() - (before == 'i' ? 2 : 1));
      break;
    default:
      break;
  }
}

Apostrophe apostrophe(std::string_view before, std::string_view /*after*/) {
  return kElided.has(before) ? Apostrophe::drop_before : Apostrophe::join;
}

}  // namespace

const LanguageRules kRules_it = {
    .code = "it",
    .stem = stem,
    .apostrophe = apostrophe,
    .stop_words =
        "a ad ai al alla alle con da dal dalla de degli dei del della delle di e ed gli i il in la "
        "le lo nel nella o per su sul sulla tra un una uno",
    .prepositions = "per con senza di da del della dei in e compatibile",
};

}  // namespace souk
