#include "query/hit.h"

#include <algorithm>
#include <unordered_map>

#include "query/segment_order.h"

namespace souk {
namespace {

using Key = SegmentOrder::Key;

/// The keys of the matches that represent their group in one segment: the first in order of each,
/// and every match without one.
std::vector<Key> representatives(SegmentOrder& order, const Segment& segment,
                                 GroupScratch& scratch) {
  const std::size_t groups = segment.group.code_count();
  scratch.best.resize(std::max(scratch.best.size(), groups));
  scratch.search.resize(std::max(scratch.search.size(), groups), 0);
  if (++scratch.now == 0) {  // the counter came round: what it wrote before must not count
    std::fill(scratch.search.begin(), scratch.search.end(), 0);
    scratch.now = 1;
  }
  std::vector<Key> kept;
  std::vector<std::uint32_t> seen;
  order.for_each([&](Docid doc, Key key) {
    const std::uint32_t group = segment.group.code(doc);
    if (group == 0) {
      kept.push_back(key);
    } else if (scratch.search[group] != scratch.now) {
      scratch.search[group] = scratch.now;
      scratch.best[group] = key;
      seen.push_back(group);
    } else {
      scratch.best[group] = std::min(scratch.best[group], key);
    }
  });
  for (const std::uint32_t group : seen) kept.push_back(scratch.best[group]);
  return kept;
}

/// A group may span segments: of its representatives the first stays.
void drop_later_representatives(const std::vector<std::shared_ptr<const Segment>>& segments,
                                const std::vector<SegmentOrder>& orders,
                                std::vector<std::vector<Key>>& kept) {
  std::unordered_map<std::string_view, Hit> first;
  const auto group_of = [&](std::size_t s, Key key) {
    const std::uint32_t code = segments[s]->group.code(orders[s].doc(key));
    return code == 0 ? std::string_view() : segments[s]->group.key(code);
  };
  for (std::size_t s = 0; s < orders.size(); ++s) {
    for (const Key key : kept[s]) {
      const auto group = group_of(s, key);
      if (group.empty()) continue;
      const Hit hit = orders[s].hit(key);
      const auto [found, added] = first.emplace(group, hit);
      if (!added && before(hit, found->second)) found->second = hit;
    }
  }
  for (std::size_t s = 0; s < orders.size(); ++s) {
    std::erase_if(kept[s], [&](Key key) {
      const auto group = group_of(s, key);
      return !group.empty() && first.at(group).id != segments[s]->ids[orders[s].doc(key)];
    });
  }
}

Ranked rank_groups(const Plan& plan, std::vector<SegmentOrder>& orders, std::size_t limit,
                   GroupScratch& scratch) {
  const auto& segments = plan.snapshot->segments;
  std::vector<std::vector<Key>> kept;
  for (std::size_t s = 0; s < orders.size(); ++s) {
    kept.push_back(representatives(orders[s], *segments[s], scratch));
  }
  if (segments.size() > 1) drop_later_representatives(segments, orders, kept);
  Ranked ranked;
  for (std::size_t s = 0; s < orders.size(); ++s) {
    ranked.total += kept[s].size();
    if (limit == 0) continue;
    TopK top(limit);
    for (const Key key : kept[s]) {
      if (key >= orders[s].first_key()) top.add(key);
    }
    for (const Key key : top.take()) ranked.hits.push_back(orders[s].hit(key));
  }
  return ranked;
}

}  // namespace

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
    ranked = rank_groups(plan, orders, limit, scratch);
  } else {
    for (SegmentOrder& order : orders) {
      ranked.total += order.size();
      for (const Key key : order.first(limit)) ranked.hits.push_back(order.hit(key));
    }
  }
  if (matches.size() > 1) std::sort(ranked.hits.begin(), ranked.hits.end(), before);
  if (ranked.hits.size() > limit) ranked.hits.resize(limit);
  return ranked;
}

}  // namespace souk
