#include "query/hit.h"

#include <algorithm>

#include "query/groups.h"
#include "query/second_phase.h"

namespace souk {
std::string_view group_of(const Hit& hit) {
  const std::uint32_t code = hit.segment->group.code(hit.doc);
  return code == 0 ? std::string_view() : hit.segment->group.key(code);
}

bool are_of_one_group(const Hit& a, const Hit& b) {
  const std::string_view group = group_of(a);
  return !group.empty() && group == group_of(b);
}

bool before(const Hit& a, const Hit& b) {
  if (a.primary != b.primary) return a.primary < b.primary;
  if (a.sales() != b.sales()) return a.sales() > b.sales();
  return a.id() < b.id();
}

bool is_after(const Hit& hit, const Cursor& cursor) {
  if (hit.primary != cursor.primary) return hit.primary > cursor.primary;
  if (hit.sales() != cursor.sales) return hit.sales() < cursor.sales;
  return hit.id() > cursor.id;
}

namespace {

FirstKeys first_keys(const Plan& plan, std::vector<SegmentOrder>& orders, std::size_t limit,
                     bool sorted, GroupScratch& scratch) {
  if (plan.request->group) {
    return rank_groups(plan.snapshot->segments, orders, limit, scratch);
  }
  FirstKeys first;
  for (SegmentOrder& order : orders) {
    first.total += order.size();
    first.keys.push_back(order.first(limit, sorted));
  }
  return first;
}

}  // namespace

Ranked rank(const Plan& plan, std::vector<SegmentMatches>& matches, std::size_t limit,
            const std::optional<Cursor>& after, GroupScratch& scratch) {
  // Behind a hit that only the first phase ranked, so are all hits.
  const std::size_t again =
      after && !is_of_second_phase(after->primary) ? 0 : second_phase_hits(plan);
  std::vector<SegmentOrder> orders;
  orders.reserve(matches.size());
  for (std::size_t s = 0; s < matches.size(); ++s) {
    orders.emplace_back(*plan.snapshot->segments[s], matches[s], plan.request->sort,
                        again == 0 ? after : std::nullopt);
  }
  // Which hits the second phase is of is known without their order.
  const bool by_keys = orders.size() == 1 && again != 0 && !after;
  const std::size_t wanted = after && again != 0 ? again + limit : std::max(again, limit);
  FirstKeys first = first_keys(plan, orders, wanted, !by_keys || limit > again, scratch);
  Ranked ranked;
  ranked.total = first.total;
  auto& hits = ranked.hits;
  if (by_keys) {
    auto& keys = first.keys.front();
    second_phase(plan, orders.front(), std::span(keys).first(std::min(again, keys.size())), limit);
    orders.front().append_hits(std::span(keys).first(std::min(limit, keys.size())), hits);
    return ranked;
  }
  for (std::size_t s = 0; s < orders.size(); ++s) orders[s].append_hits(first.keys[s], hits);
  if (orders.size() > 1) {
    std::sort(hits.begin(), hits.end(), before);
    if (plan.request->group) keep_first_of_groups(hits);
  }
  if (again != 0) {
    second_phase(plan, std::span(hits).first(std::min(again, hits.size())));
    if (after) {
      std::erase_if(hits, [&](const Hit& hit) { return !is_after(hit, *after); });
    }
  }
  if (hits.size() > limit) hits.resize(limit);
  return ranked;
}

}  // namespace souk
