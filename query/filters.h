#pragma once
// The filter parameters of a plan against one segment: as lists of documents where the segment has
// them, and as tests of documents.
//
// Selected facet values must not narrow their own facet. Such filters are *soft*: a product that
// fails none of them is a match, one that fails exactly one counts for that facet alone. So one
// pass answers the search and every disjunctive facet.

#include <cstdint>
#include <span>
#include <vector>

#include "query/filter_eval.h"
#include "query/plan.h"

namespace souk {

/// The filter parameters that can be soft. A category never needs to be: its facet lists only nodes
/// inside the asked subtrees.
enum class SoftKind : std::uint8_t { brand, shop, attribute, price, rating, free_shipping };

struct SoftFilter {
  SoftKind kind = SoftKind::brand;
  std::size_t attribute = 0;  ///< index into Plan::attributes
  friend bool operator==(const SoftFilter&, const SoftFilter&) = default;
};
/// The plan's filters whose facet is asked for, in a fixed order.
std::vector<SoftFilter> soft_filters(const Plan& plan);
/// The test of one of them.
BlockTest soft_test(const SoftFilter& filter, const Plan& plan, const Segment& segment);

/// A filter that the segment has lists for (category, brand, shop, attribute values): their union.
struct ListFilter {
  std::vector<std::span<const Docid>> lists;
  std::function<BlockTest()> make_test;  ///< the same, document by document

  /// At least as many as there are documents.
  [[nodiscard]] std::size_t size() const;
};

/// The filters that are not soft; a match passes them all.
struct HardFilters {
  std::vector<ListFilter> lists;  ///< the rarest first
  /// Bitsets over all docids.
  std::vector<std::span<const std::uint64_t>> bitsets;
  std::vector<BitsetCache::Bits> owners;  ///< of bitsets that are not a column's
  std::vector<BlockTest> tests;

  [[nodiscard]] bool empty() const { return lists.empty() && bitsets.empty() && tests.empty(); }
};
HardFilters hard_filters(const Plan& plan, const Segment& segment,
                         const std::vector<SoftFilter>& soft);

}  // namespace souk
