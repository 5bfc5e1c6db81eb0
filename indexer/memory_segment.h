#pragma once
// A segment in memory, of the same structures as a generation's, made from a few products: for live
// changes, and for tests. Pure; any thread.

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/product.h"
#include "data/segment.h"
#include "data/shop_directory.h"
#include "indexer/catalogue.h"

namespace souk {

/// Docid order: sales descending, then id bytewise.
void sort_by_docid_order(std::vector<Product>& products);

/// Builds a segment of products with distinct ids, in any order. `dense_share` as PostingsWriter
/// has it. O(total text), single-threaded.
Result<std::shared_ptr<const Segment>> build_memory_segment(
    std::vector<Product> products, const Catalogue& catalogue,
    std::uint64_t dense_share = kDenseShare);

/// The shop directory of a catalogue, with the given product counts.
Result<std::shared_ptr<const ShopDirectory>> build_memory_shops(
    const Catalogue& catalogue, const std::vector<std::uint32_t>& product_counts);

/// Writes a catalogue's shops, their counts and the index of their names. Shared with builds on
/// disk.
void write_shops(SectionWriter& out, const Catalogue& catalogue,
                 const std::vector<std::uint32_t>& product_counts);

}  // namespace souk
