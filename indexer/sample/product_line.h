#pragma once
// A sample product as a line of the feed. Pure functions over constants; any thread.

#include <cstdint>
#include <string>

#include "indexer/sample/brands.h"

namespace souk::sample {

/// What a whole sample shares.
struct SampleWorld {
  std::uint64_t products = 0;
  std::uint64_t seed = 1;
  std::uint64_t shops = 3;
  Brands brands;
};

/// Appends product `i` as JSON, without a line break.
void append_product_line(const SampleWorld& world, std::uint64_t i, std::string& out);

}  // namespace souk::sample
