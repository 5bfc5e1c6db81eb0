#include "query/hit.h"

#include <algorithm>

#include "query/groups.h"
#include "query/second_phase.h"

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

namespace {

/// The first phase, or another sort.
Ranked rank_once(const Plan& plan, std::vector<SegmentMatches>& matches, std::size_t limit,
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

}  // namespace

Ranked rank(const Plan& plan, std::vector<SegmentMatches>& matches, std::size_t limit,
            const std::optional<Cursor>& after, GroupScratch& scratch) {
  const std::size_t again = second_phase_hits(plan);
  // Behind a hit of the first phase alone, there are no others.
  if (again == 0 || (after && !is_of_second_phase(after->primary))) {
    return rank_once(plan, matches, limit, after, scratch);
  }
  const std::size_t first = after ? again + limit : std::max(again, limit);
  Ranked ranked = rank_once(plan, matches, first, std::nullopt, scratch);
  auto& hits = ranked.hits;
  second_phase(plan, std::span(hits).first(std::min(again, hits.size())));
  if (after) {
    const Hit last{nullptr, 0, after->primary, after->sales, after->id};
    std::erase_if(hits, [&](const Hit& hit) { return !before(last, hit); });
  }
  if (hits.size() > limit) hits.resize(limit);
  return ranked;
}

}  // namespace souk
