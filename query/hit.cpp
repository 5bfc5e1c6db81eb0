#include "query/hit.h"

#include <algorithm>

#include "query/groups.h"

namespace souk {
std::string_view group_of(const Hit& hit) {
  const std::uint32_t code = hit.segment->group.code(hit.doc);
  return code == 0 ? std::string_view() : hit.segment->group.key(code);
}

bool before(const Hit& a, const Hit& b) {
  if (a.primary != b.primary) return a.primary < b.primary;
  if (a.sales != b.sales) return a.sales > b.sales;
  return a.id < b.id;
}

Ranked rank(const Plan& plan, std::vector<SegmentMatches>& matches, std::size_t limit,
            const std::optional<Cursor>& after, GroupScratch& scratch) {
  std::vector<SegmentOrder> orders;
  orders.reserve(matches.size());
  for (std::size_t s = 0; s < matches.size(); ++s) {
    orders.emplace_back(*plan.snapshot->segments[s], matches[s], plan.request->sort, after);
  }
  Ranked ranked;
  if (plan.request->group) {
    ranked = rank_groups(plan.snapshot->segments, orders, limit, scratch);
  } else {
    for (SegmentOrder& order : orders) {
      ranked.total += order.size();
      order.append_hits(order.first(limit), ranked.hits);
    }
  }
  if (matches.size() > 1) {
    std::sort(ranked.hits.begin(), ranked.hits.end(), before);
    if (plan.request->group) keep_first_of_groups(ranked.hits);
  }
  if (ranked.hits.size() > limit) ranked.hits.resize(limit);
  return ranked;
}

}  // namespace souk
