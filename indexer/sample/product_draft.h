#pragma once
// One product of the sample, drawn but not yet written. What the variants of an article share is
// drawn from their group's first number, the rest from the product's own.
// Values; pure functions over constants; any thread.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/sample/brands.h"
#include "indexer/sample/random.h"
#include "indexer/sample/shops.h"
#include "indexer/sample/tables.h"

namespace souk::sample {

/// Where a product stands among the variants of its article.
struct Variant {
  std::uint64_t leader = 0;  ///< the group's first product; the product itself without a group
  std::uint32_t member = 0;  ///< 0 for the leader
  std::uint32_t members = 1;
  [[nodiscard]] bool grouped() const { return members > 1; }
};

/// Three groups in four blocks of 20 products, of 2 to 6 members: 15 % of the products.
Variant variant_of(std::uint64_t seed, std::uint64_t product, std::uint64_t products);

/// The sizes an article comes in, already as text ("XL", "42", "128 GB", "50 ml", "40 x 60 cm");
/// empty for kinds without.
struct Measure {
  std::string text;            ///< with a decimal point
  std::string_view attribute;  ///< the attribute's name: Size, Capacity, Volume, Weight, Dimensions
  std::uint32_t price_percent = 100;  ///< what the size does to the price
};

struct ProductDraft {
  std::uint64_t shop_number = 0;
  SampleShop shop;
  const CategoryNode* leaf = nullptr;
  std::uint32_t root = 0;
  bool branded = true;
  std::uint32_t brand = 0;
  std::vector<LanguageIndex> languages;  ///< the shop's first
  std::uint32_t synonym = 0;             ///< 0: the noun; n: the n-th synonym, where there are any
  std::array<const Phrase*, 2> praises{};
  const Phrase* material = nullptr;
  const Phrase* second_material = nullptr;
  std::string model;  ///< "KX-420", shared by variants
  std::vector<std::string> compatible;
  std::uint32_t watts = 0;
  std::uint32_t base_price = 0;  ///< US cents
  std::uint32_t quality = 0;     ///< hundredths of a rating
  std::uint32_t style = 0;       ///< random bits for choices of wording
  const Phrase* color = nullptr;
  Measure measure;
};

/// Draws a product up to its own numbers (sales, stock, dates), which `own` goes on to give.
ProductDraft draw_product(std::uint64_t seed, const Variant& variant, std::uint64_t shops,
                          const Brands& brands, Rng& own);

}  // namespace souk::sample
