#pragma once
// What one search runs over: a generation's shops and categories, and one to n segments of
// products. A product's id is in at most one segment. Immutable; any thread; readers hold it by
// shared_ptr.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/category_tree.h"
#include "data/generation.h"
#include "data/rates.h"
#include "data/segment.h"
#include "data/shop_directory.h"

namespace souk {

struct Snapshot {
  std::uint64_t generation = 0;
  std::uint64_t sequence = 0;
  std::string default_lang = "en";
  Rates rates;
  std::shared_ptr<const CategoryTree> categories;
  std::shared_ptr<const ShopDirectory> shops;
  std::vector<std::shared_ptr<const Segment>> segments;

  /// A generation alone: n = 1.
  static std::shared_ptr<const Snapshot> of(const std::shared_ptr<const Generation>& generation);

  [[nodiscard]] std::uint64_t products() const;
  /// Products of a shop over all segments.
  [[nodiscard]] std::uint64_t shop_products(std::uint32_t shop) const;
  /// Products of a category's subtree over all segments.
  [[nodiscard]] std::uint64_t category_products(CategoryTree::NodeId node) const;

  struct Place {
    const Segment* segment;
    Docid doc;
  };
  [[nodiscard]] std::optional<Place> find(std::string_view id) const;
};

}  // namespace souk
