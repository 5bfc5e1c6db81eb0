#pragma once
// From a feed's JSON to products and shops, with every rule of the feed contract checked.
// A parser owns simdjson's buffers: one parser a thread.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/product.h"
#include "data/result.h"

namespace souk {

/// Parses one line of a feed. Errors are bad_input with `param` = the field ("price.amount") and a
/// message that says what is wrong with it, without the file and line, which the caller knows.
class FeedParser {
 public:
  /// `default_lang`: the language of texts whose object has no `lang`.
  explicit FeedParser(std::string default_lang = "en");
  ~FeedParser();
  FeedParser(FeedParser&&) noexcept;
  FeedParser& operator=(FeedParser&&) noexcept;

  /// `line` needs no padding; it is copied. O(length).
  Result<Product> product(std::string_view line);
  Result<Shop> shop(std::string_view line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// A product as a feed line: parsing it gives the product back.
std::string product_to_json(const Product& product);

/// A shop as a line of the shops' feed.
std::string shop_to_json(const Shop& shop);

/// A category file, which parse_categories gives back.
std::string categories_to_json(const std::vector<Category>& categories);

/// Parses a whole category file (a JSON array). Checks ids unique, parents known, no cycle, names
/// present. The error's message is "line: field: what", the line where the node begins.
Result<std::vector<Category>> parse_categories(std::string_view json);

}  // namespace souk
