// French.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

// What elides before a vowel.
constexpr WordSet kElided = "c d j jusqu l lorsqu m n p puisqu qu quoiqu s t v y";

// Snowball keeps what follows a vowel: velos, jeux.
void stem(std::string& word) {
  if (word.size() < 4) return;
  constexpr std::string_view kVowels = "aiou";
  const char before = word[word.size() - 2];
  if (word.ends_with("eux") || word.ends_with("oux") ||
      (word.size() > 4 && word.back() == 's' && kVowels.find(before) != std::string_view::npos)) {
    word.pop_back();
  }
}

Apostrophe apostrophe(std::string_view before, std::string_view /*after*/) {
  return kElided.has(before) ? Apostrophe::drop_before : Apostrophe::join;
}

}  // namespace

const LanguageRules kRules_fr = {
    .code = "fr",
    .snowball = "french",
    .stem = stem,
    .apostrophe = apostrophe,
    .stop_words =
        "a au aux avec ce ces d dans de des du elle en et il l la le les leur ou par pour que qui "
        "se ses son sur un une",
    .prepositions = "pour avec sans de du des d en a au aux et compatible par sur",
};

}  // namespace souk
