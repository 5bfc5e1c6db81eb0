// Turkish: lower-cased by its own rules, then folded; endings of number, owner and case are cut
// from the folded word, because titles are typed with and without dots. Snowball cuts more (çanta,
// a bag, becomes ça).

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

constexpr WordSet kPlurals =
    "larindan lerinden larinda lerinde larina lerine larini lerini larin lerin larim lerim lari "
    "leri "
    "lara lere lardan lerden larda lerde lar ler";

void stem(std::string& word) {
  if (cut_suffix(word, kPlurals, 3) || word.size() < 4) return;
  const auto vowel = [&](std::size_t from_end) {
    constexpr std::string_view kVowels = "aeiou";
    return kVowels.find(word[word.size() - from_end]) != std::string_view::npos;
  };
  if ((word.ends_with("si") || word.ends_with("su")) && word.size() > 5 && vowel(3)) {
    word.resize(word.size() - 2);  // lambası
  } else if ((word.back() == 'i' || word.back() == 'u') && !vowel(2)) {
    word.pop_back();  // kılıfı, and kulaklığı of kulaklık
    if (word.back() == 'g') word.back() = 'k';
  }
}

// Suffixes of names: Samsung'un.
Apostrophe apostrophe(std::string_view /*before*/, std::string_view /*after*/) {
  return Apostrophe::drop_after;
}

}  // namespace

const LanguageRules kRules_tr = {
    .code = "tr",
    .stem = stem,
    .apostrophe = apostrophe,
    .stop_words = "bir bu da de icin ile ve veya",
    .prepositions = "icin ile ve uyumlu",
};

}  // namespace souk
