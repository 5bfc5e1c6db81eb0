// Spanish.

#include "analyzers/language_rules.h"

namespace souk {
namespace {

// Luz, luces; robot, robots; oso, osos.
void stem(std::string& word) {
  if (word.ends_with('z')) word.back() = 'c';
  if (word.size() < 4 || word.back() != 's') return;
  constexpr std::string_view kVowels = "aeiou";
  const bool loan = kVowels.find(word[word.size() - 2]) == std::string_view::npos;
  if (word.size() == 4 || loan) word.pop_back();
}

}  // namespace

const LanguageRules kRules_es = {
    .code = "es",
    .snowball = "spanish",
    .stem = stem,
    // Snowball takes a camera for a form of "cam", which a bed (cama) is too.
    .irregular = "camara:camara camaras:camara correas:correa",
    .stop_words =
        "a al con de del e el en es la las lo los o para por que se su sus u un una unos unas y",
    .prepositions = "para con sin de del por en y a compatible",
};

}  // namespace souk
