// Hindi: the light stemmer of Ramanathan and Rao (2003) for nouns and adjectives, on words without
// nukta. Their endings of verbs would cut जूता to जू.

#include "analyzers/language_rules.h"
#include "analyzers/suffixes.h"

namespace souk {
namespace {

// Endings by their number of characters; a word keeps at least two.
constexpr WordSet kFive = "ाएंगी ाएंगे ाऊंगी ाऊंगा ाइयाँ ाइयों ाइयां";
constexpr WordSet kFour = "ाएगी ाएगा ाओगी ाओगे एंगी ेंगी एंगे ेंगे ूंगी ूंगा ातीं नाओं नाएं ताओं ताएं ियाँ ियों ियां";
constexpr WordSet kThree = "ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे तीं ाओं ाएं ुओं ुएं ुआं";
constexpr WordSet kTwo = "कर ाओ िए ाई ाए ीं ाँ ां ों ें";
constexpr WordSet kOne = "ो े ू ु ी ि ा";

// Letters are three bytes each.
void stem(std::string& word) {
  for (const WordSet* endings : {&kFive, &kFour, &kThree, &kTwo, &kOne}) {
    if (cut_suffix(word, *endings, 6)) return;
  }
}

}  // namespace

const LanguageRules kRules_hi = {
    .code = "hi",
    .stem = stem,
    .script = Script::devanagari,
    .stop_words = "और का की के को में से पर या है",
};

}  // namespace souk
