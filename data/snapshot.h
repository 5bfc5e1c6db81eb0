#pragma once
// What one search runs over: shops, categories, and one to n segments of products, each less its
// deletions. A generation alone is one segment; live changes add small ones behind it. A product's
// id is live in at most one segment. Immutable; any thread; readers hold it by shared_ptr.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/category_tree.h"
#include "data/deletions.h"
#include "data/generation.h"
#include "data/rates.h"
#include "data/segment.h"
#include "data/shop_directory.h"

namespace souk {

struct Snapshot {
  std::uint64_t generation = 0;
  std::uint64_t sequence = 0;  ///< live changes up to here are visible
  std::string default_lang = "en";
  Rates rates;
  std::shared_ptr<const CategoryTree> categories;
  std::shared_ptr<const ShopDirectory> shops;
  std::vector<std::shared_ptr<const Segment>> segments;
  /// By segment; null, or absent at the end: nothing is deleted.
  std::vector<std::shared_ptr<const Deletions>> deletions;
  /// Document frequencies are those of the first so many segments (0: of all), deleted documents
  /// included: what a product scores lasts as long as the generation, and so does a cursor.
  std::size_t counted_segments = 0;

  /// A generation alone: n = 1.
  static std::shared_ptr<const Snapshot> of(const std::shared_ptr<const Generation>& generation);

  /// Null where nothing is deleted.
  [[nodiscard]] const Deletions* deletions_of(std::size_t segment) const {
    return segment < deletions.size() ? deletions[segment].get() : nullptr;
  }
  [[nodiscard]] std::size_t statistics_segments() const {
    return counted_segments == 0 ? segments.size() : counted_segments;
  }
  /// The documents that document frequencies are out of.
  [[nodiscard]] std::uint64_t statistics_documents() const;

  /// Products that can be found.
  [[nodiscard]] std::uint64_t products() const;
  /// Products of a shop. O(its documents) where any is deleted.
  [[nodiscard]] std::uint64_t shop_products(std::uint32_t shop) const;
  /// Products of a category's subtree. O(its documents) where any is deleted.
  [[nodiscard]] std::uint64_t category_products(CategoryTree::NodeId node) const;
  /// A shop that there is: one that is known, or that products name.
  [[nodiscard]] std::optional<std::uint32_t> find_shop(std::string_view id) const;
  /// Products of every category's subtree, by node. O(nodes + deletions · depth).
  [[nodiscard]] std::vector<std::uint64_t> category_products() const;

  struct Place {
    const Segment* segment;
    Docid doc;
    std::size_t ordinal;  ///< of the segment
    friend bool operator==(const Place&, const Place&) = default;
  };
  [[nodiscard]] std::optional<Place> find(std::string_view id) const;
};

}  // namespace souk
