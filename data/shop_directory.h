#pragma once
// The shops of a generation: every shop of the shops' feed and every shop_id that a product names,
// in bytewise order of id; live changes append theirs. Shop code c (0 = none) is entry c−1. Names
// and aliases have an inverted index of their own in the same file. Immutable once open; any
// thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/completions.h"
#include "data/postings.h"
#include "data/product.h"
#include "data/section_file.h"
#include "data/spelling_index.h"

namespace souk {

class ShopDirectory {
 public:
  ShopDirectory() = default;
  static Result<ShopDirectory> open(const SectionFile& file);
  /// `shops`: one of each id. The caller adds the postings of names (PostingsWriter) and
  /// their completions.
  static void write(SectionWriter& out, const std::vector<Shop>& shops,
                    const std::vector<std::uint32_t>& product_counts);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  [[nodiscard]] std::string_view id(std::uint32_t shop) const { return ids_[shop]; }
  /// The name; the id where the shops' feed does not know the shop.
  [[nodiscard]] std::string_view name(std::uint32_t shop) const {
    return names_[shop].empty() ? ids_[shop] : names_[shop];
  }
  /// False for a shop that only products name.
  [[nodiscard]] bool known(std::uint32_t shop) const { return !names_[shop].empty(); }
  [[nodiscard]] std::uint32_t product_count(std::uint32_t shop) const { return counts_[shop]; }
  [[nodiscard]] double rating(std::uint32_t shop) const { return ratings_[shop]; }
  [[nodiscard]] std::int64_t review_count(std::uint32_t shop) const { return reviews_[shop]; }
  /// Everything about one shop; without a name where the feed did not know it.
  [[nodiscard]] Shop shop(std::uint32_t shop) const;
  /// Terms of names and aliases → shops. Masks: field::kTitle for the name, kShop for an alias.
  [[nodiscard]] const Postings& names() const { return postings_; }
  /// The words of names, aliases and their Latin forms, by what they look like.
  [[nodiscard]] const SpellingIndex& spelling() const { return spelling_->of(postings_); }
  /// Names and aliases; the value is the shop, the weight its number of products.
  [[nodiscard]] const Completions& completions() const { return completions_; }

 private:
  SectionFile file_;  ///< owns the bytes that the rest points into
  StringTable ids_;
  std::vector<std::uint32_t> id_order_;  ///< entries by id; empty where they are in order
  StringTable names_;
  StringTable langs_;
  StringTable countries_;
  StringTable logos_;
  RowTable<std::uint32_t> alias_rows_;
  StringTable aliases_;
  std::span<const double> ratings_;
  std::span<const std::int64_t> reviews_;
  std::span<const std::int64_t> opened_;
  std::span<const std::uint32_t> counts_;
  Postings postings_;
  Completions completions_;
  std::shared_ptr<const LazySpellingIndex> spelling_ = std::make_shared<LazySpellingIndex>();
};

}  // namespace souk
