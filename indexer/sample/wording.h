#pragma once
// Titles and descriptions of sample products in any of the sample's languages, in each language's
// order of words. Pure functions over constants; any thread.

#include <string>

#include "indexer/sample/product_draft.h"

namespace souk::sample {

/// Appends the title.
void append_title(const ProductDraft& draft, const Brands& brands, LanguageIndex language,
                  std::string& out);

/// Appends a description of one to three sentences. `maker`: the brand, or the shop for articles
/// without one.
void append_description(const ProductDraft& draft, std::string_view maker, LanguageIndex language,
                        std::string& out);

}  // namespace souk::sample
