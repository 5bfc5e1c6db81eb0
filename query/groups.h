#pragma once
// Matches of which only the first of every group is a hit, in the order that is asked for. Groups
// are counted by a bit each, and the top is kept by a threshold: a group that the threshold keeps
// out needs no best document of its own. One search thread.

#include <cstdint>
#include <deque>
#include <vector>

#include "query/segment_order.h"

namespace souk {

/// A match and its group's code (0: none, a hit by itself).
struct GroupedKey {
  SegmentOrder::Key key = 0;
  std::uint32_t group = 0;
};

/// Scratch memory of grouping, by segment. Bits are of group codes, all zero between searches.
struct GroupScratch {
  struct OfSegment {
    std::vector<std::uint64_t> met;     ///< groups that have a match
    std::vector<std::uint64_t> passed;  ///< groups whose first match is not after the cursor
    std::vector<std::uint64_t> taken;   ///< groups in a top that is being cut
    std::vector<std::uint32_t> groups;  ///< those met
    std::uint64_t ungrouped = 0;        ///< matches without a group
    std::vector<GroupedKey> after;      ///< matches after the cursor, if there is one
  };
  std::deque<OfSegment> segments;
};

/// The keys of each segment's hits, where a group may be there once for each of them; at most
/// `limit` a segment, and the first `limit` of all are among them. O(matches + limit log limit),
/// and a look-up for every group met in a segment but the first.
FirstKeys rank_groups(const std::vector<std::shared_ptr<const Segment>>& segments,
                      std::vector<SegmentOrder>& orders, std::size_t limit, GroupScratch& scratch);

/// Of hits in order, each group's first.
void keep_first_of_groups(std::vector<Hit>& hits);

}  // namespace souk
