#pragma once
// What products are built against: the shops, the categories and the rates of a generation.
// Immutable once made; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/category_tree.h"
#include "data/product.h"
#include "data/rates.h"

namespace souk {

struct Catalogue {
  CategoryTree categories;
  std::vector<Shop> shops;  ///< in bytewise order of id; a product's shop_id is always here
  Rates rates;
  std::string default_lang = "en";

  /// Node + 1 of a product's category; 0 for none.
  [[nodiscard]] std::uint32_t category_code(const Product& product) const;
  /// Shop + 1 of a product's shop; 0 for none.
  [[nodiscard]] std::uint32_t shop_code(const Product& product) const;
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
