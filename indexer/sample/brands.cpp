#include "indexer/sample/brands.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace souk::sample {
namespace {

constexpr std::array<std::string_view, 40> kOnsets = {
    "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gl", "h", "j", "k",  "kr",
    "l", "m",  "n", "p",  "r", "s",  "t", "tr", "v", "w",  "y", "z", "th", "st",
    "l", "m",  "n", "r",  "v", "k",  "t", "s",  "d", "b",  "n", "l"};
constexpr std::array<std::string_view, 14> kVowels = {"a", "e", "i", "o", "u",  "a",  "e",
                                                      "o", "i", "a", "e", "ia", "eo", "ou"};
constexpr std::array<std::string_view, 18> kEnds = {"n",  "r",  "x",  "l",  "s",  "k",
                                                    "nd", "rn", "lt", "m",  "vo", "ra",
                                                    "zo", "ly", "ka", "na", "ro", "lo"};
constexpr std::array<std::string_view, 6> kTrades = {"Home",   "Works", "Lab",
                                                     "Studio", "Co",    "Line"};

/// Real names that the syllables could spell by chance.
constexpr std::array<std::string_view, 40> kTaken = {
    "sony",  "nokia", "lego",  "asus",  "acer",  "fila",   "puma",  "bose",  "canon", "nikon",
    "casio", "seiko", "nivea", "zara",  "prada", "fendi",  "tefal", "bosch", "ryobi", "makita",
    "anker", "redmi", "razer", "tesla", "honda", "mazda",  "volvo", "crocs", "dior",  "avon",
    "rolex", "timex", "lamy",  "rado",  "kodak", "garmin", "braun", "dyson", "ralph", "swatch"};

std::string made_up_word(Rng& rng) {
  std::string word;
  const std::uint32_t syllables = rng.percent(35) ? 1 : 2;
  for (std::uint32_t i = 0; i < syllables; ++i) {
    word += rng.pick(kOnsets);
    word += rng.pick(kVowels);
  }
  // An onset before the end keeps two vowels apart, so that every word can be spoken.
  word += rng.pick(kEnds);
  if (syllables == 1) {
    word += rng.pick(kVowels);
    word += rng.pick(kEnds);
  }
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

bool taken(std::string word) {
  word[0] = static_cast<char>(word[0] - 'A' + 'a');
  return std::find(kTaken.begin(), kTaken.end(), word) != kTaken.end();
}

/// How real brands write themselves: capitals, ampersands, hyphens, accents, second words.
std::string brand_name(std::uint32_t index, const std::vector<std::string>& words, Rng& rng) {
  std::string name = words[index];
  const std::uint32_t style = rng.below(100);
  if (style < 6) {
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  } else if (style < 10) {
    name += " & ";
    name += words[rng.below(words.size())];
  } else if (style < 13) {
    name += '-';
    name += words[rng.below(words.size())];
  } else if (style < 17) {
    const std::size_t at = name.find('e');
    if (at != std::string::npos) name.replace(at, 1, "é");
  } else if (style < 20) {
    const std::size_t at = name.find('o');
    if (at != std::string::npos) name.replace(at, 1, "ö");
  } else if (style < 28) {
    name += ' ';
    name += rng.pick(kTrades);
  }
  return name;
}

}  // namespace

Brands::Brands(std::uint32_t roots) : roots_(roots) {
  Rng rng(0, Stream::brand, 0);
  std::unordered_set<std::string> seen;
  while (words_.size() < kCount) {
    std::string word = made_up_word(rng);
    if (word.size() >= 4 && word.size() <= 9 && !taken(word) && seen.insert(word).second) {
      words_.push_back(std::move(word));
    }
  }
  names_.reserve(kCount);
  for (std::uint32_t i = 0; i < kCount; ++i) names_.push_back(brand_name(i, words_, rng));
  std::uint32_t sum = 0;
  for (std::uint32_t rank = 0; rank < kCount / roots_; ++rank) {
    sum += 1'000'000 / (rank + 1);
    cumulative_.push_back(sum);
  }
}

std::uint32_t Brands::draw(std::uint32_t root, Rng& rng) const {
  const std::uint32_t at_most = rng.below(cumulative_.back());
  const auto rank = std::upper_bound(cumulative_.begin(), cumulative_.end(), at_most);
  return at(root, static_cast<std::uint32_t>(rank - cumulative_.begin()));
}

}  // namespace souk::sample
