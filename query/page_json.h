#pragma once
// Pages, products, shops and categories as the JSON of the contract. Appends to a string; one
// search thread (highlights need its analyzer).

#include <string>
#include <string_view>

#include "query/search.h"
#include "query/shop_search.h"

namespace souk {

/// The response of /v1/products/search. Errors: corrupt (a damaged card).
Result<void> append_page(std::string& out, const ResultPage& page, Analyzer& analyzer);

/// The response of /v1/products/{id}: what a hit shows and every other field of the feed, texts in
/// `lang` and, under `translations`, in all languages given. Errors: corrupt.
Result<void> append_product(std::string& out, const Snapshot& snapshot, Snapshot::Place place,
                            std::string_view lang);

/// The response of /v1/shops/search.
void append_shop_page(std::string& out, const ShopPage& page);
/// The response of /v1/shops/{id}.
void append_shop(std::string& out, const Snapshot& snapshot, std::uint32_t shop);

/// The response of /v1/categories.
void append_categories(std::string& out, const Snapshot& snapshot, std::string_view lang);

}  // namespace souk
