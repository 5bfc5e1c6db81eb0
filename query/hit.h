#pragma once
// A product on its way into a page, with the key it is ordered by across segments.
// Values; any thread while the snapshot lives.

#include <cstdint>
#include <string_view>
#include <vector>

#include "query/match.h"

namespace souk {

struct Hit {
  const Segment* segment = nullptr;
  Docid doc = 0;
  std::uint32_t step = 0;  ///< of a search that was relaxed: which of its plans found it
  /// The sort's key, ascending in result order; relevance: minus the score.
  std::int64_t primary = 0;

  [[nodiscard]] std::int64_t sales() const { return segment->columns.sales(doc); }
  [[nodiscard]] std::string_view id() const { return segment->ids[doc]; }
};

/// The order of results: primary key, then sales descending, then id bytewise.
bool before(const Hit& a, const Hit& b);
/// Does a hit come after the one that a cursor is of?
bool is_after(const Hit& hit, const Cursor& cursor);

/// A product's group, casefolded; empty where it has none.
std::string_view group_of(const Hit& hit);
/// Have two hits the same group?
bool are_of_one_group(const Hit& a, const Hit& b);

struct Ranked {
  std::vector<Hit> hits;    ///< the first ones in order, at most as many as asked
  std::uint64_t total = 0;  ///< hits in all: groups where they are collapsed, whatever the cursor
};

struct GroupScratch;  // query/groups.h

/// The first `limit` hits over all segments after the cursor `after` (if given). `matches[i]`
/// belongs to segment i of the snapshot; its words are walked. O(matches + limit log limit); in the
/// order of sales, and over everything, O(limit); where a bitset has many, O(limit ·
/// documents/matches).
Ranked rank(const Plan& plan, std::vector<SegmentMatches>& matches, std::size_t limit,
            const std::optional<Cursor>& after, GroupScratch& scratch);

}  // namespace souk
