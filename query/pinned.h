#pragma once
// Products that rules put at places of the results by relevance, between what ranking finds. They
// are no part of its order, so that a page by cursor goes on with it where the last page ended,
// whatever stands between. One search thread.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "query/hit.h"
#include "query/match.h"
#include "query/plan.h"

namespace souk {

struct PinnedHit {
  Hit hit;
  std::uint32_t position = 0;  ///< from 1, over all pages; no two have the same
};

/// Of the products that the plan's rules put somewhere, those that match, by position; one of a
/// group where groups are one hit. Those that name theirs have it, or the next that is free; the
/// others the first free ones, in their order.
std::vector<PinnedHit> pinned_hits(const Plan& plan, const std::vector<SegmentMatches>& matches);

/// Puts the pinned at their positions between hits from a cursor on, which have none of them;
/// behind where there are too few. Returns where they are, ascending. O(pinned · hits).
std::vector<std::size_t> insert_pinned(std::vector<Hit>& hits, std::span<const PinnedHit> pinned,
                                       const std::optional<Cursor>& after);

/// The key of a cursor that comes before all that ranking finds.
constexpr std::int64_t kBeforeRanked = -(std::int64_t{1} << 41);

/// The cursor behind hits from the request's on, of which there is one at least. `pinned`: where in
/// them, or behind, the pinned are.
Cursor cursor_behind(std::span<const Hit> hits, std::span<const std::size_t> pinned,
                     const SearchRequest& request, const Snapshot& snapshot);

}  // namespace souk
