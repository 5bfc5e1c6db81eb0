#pragma once
// What products are built against: the shops, the categories and the rates of a generation.
// Any thread while nobody changes it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/category_tree.h"
#include "data/product.h"
#include "data/rates.h"
#include "data/snapshot.h"

namespace souk {

struct Catalogue {
  CategoryTree categories;
  std::vector<Shop> shops;  ///< by entry; a product's shop_id is always here
  /// Entries that live changes appended; those before them are in bytewise order of id.
  std::unordered_map<std::string, std::uint32_t> appended_shops;
  Rates rates;
  std::string default_lang = "en";

  /// What a generation was built against: of a snapshot without live changes.
  static Catalogue of(const Snapshot& snapshot);

  /// Node + 1 of a product's category; 0 for none.
  [[nodiscard]] std::uint32_t category_code(const Product& product) const;
  /// Shop + 1 of a product's shop; 0 for none.
  [[nodiscard]] std::uint32_t shop_code(const Product& product) const;
  /// The entry of a shop. O(log shops).
  [[nodiscard]] std::optional<std::uint32_t> find_shop(const std::string& id) const;
  /// The entry of a shop, appended without anything but its id where there is none.
  std::uint32_t shop_entry(const std::string& id);
};

/// Makes a catalogue for products already read: completes the shops and the category tree with what
/// the products name.
Catalogue make_catalogue(std::vector<Shop> shops, const std::vector<Category>& categories,
                         Rates rates, std::string default_lang,
                         const std::vector<Product>& products);

/// Sorts shops by id, keeps the last one given of each id, and adds those of `referenced` that are
/// missing.
std::vector<Shop> complete_shops(std::vector<Shop> shops, std::vector<std::string> referenced);

}  // namespace souk
