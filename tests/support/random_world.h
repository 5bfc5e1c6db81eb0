#pragma once
// Snapshots of random catalogues: products dealt to segments, with deletions. For property tests.

#include <rapidcheck.h>

#include <memory>
#include <vector>

#include "data/snapshot.h"
#include "indexer/catalogue.h"
#include "indexer/memory_segment.h"
#include "tests/support/random_catalogue.h"

namespace souk::testing {

struct World {
  std::vector<Product> products;
  std::vector<Product> counted;  ///< what document frequencies are those of
  std::vector<Product> gone;     ///< deleted, but still indexed
  Catalogue catalogue;
  Snapshot snapshot;
};

/// Deals the products to `segments` segments by ordinal, and `gone` products behind them, deleted:
/// of an id that is live they stand in another segment than the live one. The first `counted`
/// segments give the document frequencies.
std::unique_ptr<World> make_world(std::vector<Product> products, std::size_t segments,
                                  const Rates& rates = Rates::from_map(*Currency::find("USD"),
                                                                       {{"EUR", 1.25}}),
                                  std::uint64_t dense_share = kDenseShare,
                                  std::vector<Product> gone = {}, std::size_t counted = 0);

/// Where lists become bitsets, in the index and in a search: so few products would else be matched
/// by bitsets alone.
rc::Gen<std::uint64_t> dense_shares();

}  // namespace souk::testing
