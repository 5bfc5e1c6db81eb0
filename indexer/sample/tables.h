#pragma once
// The sample's word tables, read once from category_data.h and phrase_data.h. Views into constants.
// Immutable; any thread.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace souk::sample {

inline constexpr std::size_t kLanguages = 16;
/// The sample's languages, in the order of the tables' cells.
inline constexpr std::array<std::string_view, kLanguages> kSampleLanguages = {
    "en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "tr", "ar", "hi", "ja", "zh", "ko", "th"};
/// Position in kSampleLanguages.
using LanguageIndex = std::uint8_t;

/// What an article is like: decides its attributes, prices and phrases. The letters are the
/// tables'.
enum class ProductKind : char {
  appliance = 'a',
  bag = 'b',
  phone_accessory = 'c',
  decor = 'd',
  wireless = 'e',
  footwear = 'f',
  tool = 'g',
  furniture = 'h',
  pan = 'i',
  jewelry = 'j',
  vessel = 'k',
  baby = 'l',
  food = 'm',
  electronic = 'n',
  outdoor = 'o',
  small_goods = 'p',
  makeup = 'r',
  storage = 's',
  toy = 't',
  utensil = 'u',
  leather_goods = 'v',
  clothing = 'w',
  textile = 'x',
  beauty = 'y',
  power_tool = 'z',
};

/// A set of kinds, a bit a letter.
struct KindSet {
  std::uint32_t bits = 0;
  static constexpr KindSet of(std::string_view letters) {
    KindSet set;
    for (const char c : letters) {
      set.bits |= c == '*' ? 0xffffffff : std::uint32_t{1} << (c - 'a');
    }
    return set;
  }
  [[nodiscard]] constexpr bool has(ProductKind kind) const {
    return (bits >> (static_cast<char>(kind) - 'a') & 1) != 0;
  }
};

/// A category's words in one language.
struct CategoryWords {
  std::string_view name;
  std::string_view noun;  ///< one article, as titles call it
  std::vector<std::string_view> synonyms;
};

struct CategoryNode {
  std::string id;  ///< "c-electronics-audio-headphones"
  std::string_view slug;
  std::uint32_t parent = 0;  ///< its own position for roots
  std::uint32_t depth = 1;
  ProductKind kind{};              ///< leaves only
  std::uint32_t median_price = 0;  ///< US cents; leaves only
  std::array<CategoryWords, kLanguages> words;
};

/// A root's leaves: [first, end) of Tables::leaves.
struct RootRange {
  std::uint32_t first = 0;
  std::uint32_t end = 0;
};

/// A row of a phrase table.
struct Phrase {
  std::string_view slug;  ///< colours only
  KindSet kinds;
  std::array<std::string_view, kLanguages> cells;
};

/// The words shops are named from, and the countries they are in.
struct ShopWords {
  std::vector<std::string_view> countries;
  std::vector<std::string_view> first;
  std::vector<std::string_view> last;
};

struct Tables {
  std::vector<CategoryNode> nodes;    ///< in preorder
  std::vector<std::uint32_t> leaves;  ///< positions in `nodes`
  std::vector<RootRange> roots;
  std::vector<Phrase> colors;
  /// By kind letter: the rows that fit the kind.
  using ByKind = std::array<std::vector<Phrase>, 26>;
  ByKind materials;
  ByKind praises;
  ByKind openings;
  ByKind features;
  ByKind closings;
  std::array<ShopWords, kLanguages> shops;
};

/// The rows of a table that fit a kind; may be none.
inline const std::vector<Phrase>& rows_for(const Tables::ByKind& table, ProductKind kind) {
  return table[static_cast<std::size_t>(static_cast<char>(kind) - 'a')];
}

/// The tables, read on first use.
const Tables& tables();

}  // namespace souk::sample
