#pragma once
// What a product, a shop and a category are, as the feed describes them (every field of the feed
// contract, nothing derived). Plain values; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "data/money.h"

namespace souk {

/// A text in one or more languages, in the order given. A plain string in the feed becomes one
/// entry whose language is the document's.
struct LocalizedText {
  struct Entry {
    std::string lang;  ///< a well-formed BCP 47 tag, lower-cased
    std::string text;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  std::vector<Entry> entries;

  [[nodiscard]] bool empty() const { return entries.empty(); }
  friend bool operator==(const LocalizedText&, const LocalizedText&) = default;
};

/// Picks the text to show: asked language → its base (pt-BR → pt) → `own` → en → the first given.
/// Returns an empty view for an empty text.
std::string_view best_text(const LocalizedText& text, std::string_view lang, std::string_view own);

/// One attribute value: a string, a number or a boolean.
using AttributeValue = std::variant<std::string, double, bool>;

/// The canonical spelling of a value, the one facets show and filters accept: strings as they are,
/// numbers in their shortest round-trip form ("16", "15.6", "100000"; with an exponent only from
/// 1e+21 and below 0.000001), booleans as "true" and "false".
std::string canonical(const AttributeValue& value);

/// One named attribute; several values only where the feed gave an array of strings.
struct Attribute {
  std::string name;
  std::vector<AttributeValue> values;
  bool array = false;  ///< given as an array, and shown as one
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

struct Product {
  std::string id;  ///< 1–64 of A-Za-z0-9._:-
  LocalizedText title;
  LocalizedText description;
  std::string lang;  ///< the product's own language; the build's default where the feed has none
  std::string brand;
  std::vector<std::string> category_path;  ///< names from the root; empty when by id or absent
  std::string category_id;                 ///< a category file's node; empty when by path or absent
  std::string shop_id;
  std::optional<Money> price;
  std::optional<Money> list_price;
  std::int64_t sales = 0;
  std::optional<double> rating;  ///< 0–5
  std::int64_t review_count = 0;
  bool free_shipping = false;
  std::optional<std::int64_t> stock;                 ///< nothing: not tracked, counts as in stock
  std::optional<std::vector<std::string>> ships_to;  ///< ISO 3166 alpha-2; nothing: everywhere
  std::vector<std::string> images;                   ///< http(s) URLs; the first is the preview
  std::vector<Attribute> attributes;
  std::string gtin;
  std::string mpn;
  std::string group;
  std::optional<std::int64_t> created_at;  ///< seconds since 1970-01-01T00:00:00Z
  /// Unknown fields, each with the raw JSON of its value, in feed order: stored, not indexed.
  std::vector<std::pair<std::string, std::string>> extra;

  friend bool operator==(const Product&, const Product&) = default;
};

struct Shop {
  std::string id;
  std::string name;
  std::vector<std::string> aliases;
  std::string lang;
  std::string country;
  std::optional<double> rating;
  std::int64_t review_count = 0;
  std::optional<std::int64_t> opened_at;  ///< seconds since the epoch
  std::string logo;
  friend bool operator==(const Shop&, const Shop&) = default;
};

/// A node of a category file.
struct Category {
  std::string id;
  std::string parent;  ///< empty: a root
  LocalizedText name;
  /// (language, synonym) pairs
  LocalizedText synonyms;
  friend bool operator==(const Category&, const Category&) = default;
};

}  // namespace souk
