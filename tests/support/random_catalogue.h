#pragma once
// Random small catalogues and requests over a tiny vocabulary, so that words, brands, groups and
// prices collide often. For property tests.

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "data/product.h"
#include "data/rates.h"
#include "query/request.h"

namespace souk::testing {

/// Products with distinct ids.
rc::Gen<std::vector<Product>> products(int most);
/// The shops that products may name; some products name others.
std::vector<Shop> shops();
/// A category file with two trees; products name nodes by id or by path.
std::vector<Category> categories();
/// Rates of some of the currencies that products are priced in, on dollars.
rc::Gen<Rates> rates();
/// A request of every kind: words, filters, expression, sort, page, facets, group.
rc::Gen<SearchRequest> requests();

}  // namespace souk::testing
