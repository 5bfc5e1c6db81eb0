#pragma once
// Filters and sort orders as the contract reads them, on one product at a time.

#include <optional>

#include "indexer/catalogue.h"
#include "query/request.h"

namespace souk::testing {

std::optional<std::int64_t> base_price(const Product& product, const Rates& rates);
/// Is the product's category the node or below it?
bool is_below(const Product& product, CategoryTree::NodeId node, const Catalogue& catalogue);
/// Every filter of the request but its words.
bool passes(const SearchRequest& request, const Product& product, const Catalogue& catalogue);
/// Negative when `a` comes first in an explicit sort, 0 where only the ties decide.
int compare(Sort sort, const Product& a, const Product& b, const Rates& rates);

}  // namespace souk::testing
