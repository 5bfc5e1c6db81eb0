#pragma once
// One line of live changes: a product or a shop that is put, patched or deleted. The line itself is
// what the journal keeps; this is what it means. A parser owns buffers: one a thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/product.h"
#include "data/product_json.h"
#include "data/result.h"

namespace souk {

struct Change {
  enum class Op : std::uint8_t { upsert, patch, remove };
  enum class Subject : std::uint8_t { product, shop };
  Op op = Op::upsert;
  Subject subject = Subject::product;
  std::string id;
  std::string event;  ///< of a patch: the same event of the same id counts once; empty: none
  /// What is put. Of a patch: the values of the fields that `set` names; what it clears is empty.
  Product product;
  Shop shop;
  std::vector<std::string> set;  ///< names of fields
  /// A patch's texts given as plain strings: in the language that the product has.
  bool plain_title = false;
  bool plain_description = false;
  std::vector<std::pair<std::string, std::int64_t>> add;

  /// A patch of nothing but a product's price, list price, sales, rating, reviews, stock and free
  /// shipping: no word of it changes.
  [[nodiscard]] bool changes_numbers_alone() const;
  /// The node of a category file that is named as the product's category; null: none is.
  [[nodiscard]] const std::string* category_id() const;
};

class ChangeParser {
 public:
  /// `default_lang`: as a feed's.
  explicit ChangeParser(std::string default_lang);
  ~ChangeParser();

  /// Checks all that can be checked without knowing what the change is made to. Errors: bad_input
  /// with `param` = the field ("product.price.amount", "set.stock", "op").
  Result<Change> change(std::string_view line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The product after a patch. Sums end at 0 and 2^53−1; a stock that is not tracked stays so.
Product apply_patch(Product product, const Change& patch);
Shop apply_patch(Shop shop, const Change& patch);

}  // namespace souk
