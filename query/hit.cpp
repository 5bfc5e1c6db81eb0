#include "query/hit.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace souk {
namespace {

/// A match's order inside its segment as one integer: smaller is earlier.
using Key = std::uint64_t;

Hit make_hit(const Segment& segment, Docid doc, Sort sort, Key key) {
  Hit hit{&segment, doc, 0, segment.columns.sales(doc), segment.ids[doc]};
  hit.primary = sort == Sort::relevance ? static_cast<std::int64_t>(key >> 32) - 0xffffffffLL
                                        : segment.columns.key(sort, doc);
  return hit;
}

/// One segment's matches in one order.
class SegmentOrder {
 public:
  SegmentOrder(const Plan& plan, const Segment& segment, const SegmentMatches& matches)
      : segment_(segment),
        matches_(matches),
        sort_(plan.request->sort),
        ranks_(segment.columns.ranks(sort_)) {
    if (plan.request->after) first_key_ = key_after(*plan.request->after);
  }

  [[nodiscard]] std::size_t size() const { return matches_.count; }
  [[nodiscard]] Docid doc(std::size_t i) const {
    return matches_.everything ? static_cast<Docid>(i) : matches_.docs[i];
  }
  [[nodiscard]] Key key(std::size_t i) const {
    if (sort_ == Sort::relevance) {
      const std::uint32_t score = matches_.scores.empty() ? 0 : matches_.scores[i];
      return Key{0xffffffffU - score} << 32 | doc(i);
    }
    return ranks_.empty() ? doc(i) : ranks_[doc(i)];
  }
  /// Matches from here on come after the cursor.
  [[nodiscard]] Key first_key() const { return first_key_; }
  [[nodiscard]] Hit hit(std::size_t i) const { return make_hit(segment_, doc(i), sort_, key(i)); }

  /// The first `limit` matches after the cursor, in order.
  void first(std::size_t limit, std::vector<Hit>& hits) const {
    if (sort_ != Sort::relevance && (ranks_.empty() || matches_.everything)) {
      return walk(limit, hits);
    }
    // A max-heap of the smallest keys; each beside its match.
    std::vector<std::pair<Key, std::size_t>> heap;
    if (limit == 0) return;
    for (std::size_t i = 0; i < size(); ++i) {
      const Key k = key(i);
      if (k < first_key_ || (heap.size() == limit && k >= heap.front().first)) continue;
      if (heap.size() == limit) {
        std::pop_heap(heap.begin(), heap.end());
        heap.back() = {k, i};
      } else {
        heap.emplace_back(k, i);
      }
      std::push_heap(heap.begin(), heap.end());
    }
    std::sort_heap(heap.begin(), heap.end());
    for (const auto& [k, i] : heap) hits.push_back(hit(i));
  }

 private:
  /// Matches are in order as they are listed (sales), or all are (the order's own permutation).
  void walk(std::size_t limit, std::vector<Hit>& hits) const {
    const auto order = segment_.columns.order(sort_);
    if (matches_.everything) {
      for (Key k = first_key_; k < segment_.size() && limit-- > 0; ++k) {
        const Docid doc = order.empty() ? static_cast<Docid>(k) : order[k];
        hits.push_back(make_hit(segment_, doc, sort_, k));
      }
      return;
    }
    const auto from = std::lower_bound(matches_.docs.begin(), matches_.docs.end(), first_key_);
    for (auto it = from; it != matches_.docs.end() && limit-- > 0; ++it) {
      hits.push_back(make_hit(segment_, *it, sort_, *it));
    }
  }

  /// The smallest key of this segment that comes after the cursor.
  [[nodiscard]] Key key_after(const Cursor& cursor) const {
    Hit last{nullptr, 0, cursor.primary, cursor.sales, cursor.id};
    if (sort_ == Sort::relevance) {
      // Within one score docids are in order of sales and id, as the cursor is.
      const Key score = static_cast<Key>(cursor.primary + 0xffffffffLL) << 32;
      return score | partition([&](Docid doc) {
               Hit hit{&segment_, doc, cursor.primary, segment_.columns.sales(doc),
                       segment_.ids[doc]};
               return !before(last, hit);
             });
    }
    const auto order = segment_.columns.order(sort_);
    return partition([&](Docid rank) {
      const Docid doc = order.empty() ? rank : order[rank];
      return !before(last, make_hit(segment_, doc, sort_, rank));
    });
  }
  /// The first of 0 … N for which `skipped` is false; it is monotonic.
  template <class Skipped>
  [[nodiscard]] Key partition(Skipped skipped) const {
    std::size_t low = 0;
    std::size_t high = segment_.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (skipped(static_cast<Docid>(middle))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  const Segment& segment_;
  const SegmentMatches& matches_;
  Sort sort_;
  std::span<const std::uint32_t> ranks_;
  Key first_key_ = 0;
};

/// The matches that represent their group in one segment: the first in order of each.
std::vector<std::size_t> representatives(const SegmentOrder& order, const Segment& segment) {
  constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<std::size_t> best(segment.group.code_count(), kNone);
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t group = segment.group.code(order.doc(i));
    if (group == 0) {
      kept.push_back(i);
    } else if (best[group] == kNone || order.key(i) < order.key(best[group])) {
      best[group] = i;
    }
  }
  for (const std::size_t i : best) {
    if (i != kNone) kept.push_back(i);
  }
  return kept;
}

Ranked rank_groups(const Plan& plan, const std::vector<SegmentOrder>& orders, std::size_t limit) {
  const auto& segments = plan.snapshot->segments;
  std::vector<std::vector<std::size_t>> kept;
  for (std::size_t s = 0; s < orders.size(); ++s) {
    kept.push_back(representatives(orders[s], *segments[s]));
  }
  if (segments.size() > 1) {
    // A group may span segments: the first of its representatives stays.
    std::unordered_map<std::string_view, Hit> first;
    const auto group_of = [&](std::size_t s, std::size_t i) {
      const std::uint32_t code = segments[s]->group.code(orders[s].doc(i));
      return code == 0 ? std::string_view() : segments[s]->group.key(code);
    };
    for (std::size_t s = 0; s < orders.size(); ++s) {
      for (const std::size_t i : kept[s]) {
        const auto group = group_of(s, i);
        if (group.empty()) continue;
        const Hit hit = orders[s].hit(i);
        const auto [found, added] = first.emplace(group, hit);
        if (!added && before(hit, found->second)) found->second = hit;
      }
    }
    for (std::size_t s = 0; s < orders.size(); ++s) {
      std::erase_if(kept[s], [&](std::size_t i) {
        const auto group = group_of(s, i);
        return !group.empty() && first.at(group).id != segments[s]->ids[orders[s].doc(i)];
      });
    }
  }
  Ranked ranked;
  for (std::size_t s = 0; s < orders.size(); ++s) {
    ranked.total += kept[s].size();
    auto& mine = kept[s];
    std::erase_if(mine, [&](std::size_t i) { return orders[s].key(i) < orders[s].first_key(); });
    const auto by_key = [&](std::size_t a, std::size_t b) {
      return orders[s].key(a) < orders[s].key(b);
    };
    const auto last = mine.begin() + static_cast<std::ptrdiff_t>(std::min(limit, mine.size()));
    std::partial_sort(mine.begin(), last, mine.end(), by_key);
    for (auto it = mine.begin(); it != last; ++it) ranked.hits.push_back(orders[s].hit(*it));
  }
  return ranked;
}

}  // namespace

bool before(const Hit& a, const Hit& b) {
  if (a.primary != b.primary) return a.primary < b.primary;
  if (a.sales != b.sales) return a.sales > b.sales;
  return a.id < b.id;
}

Ranked rank(const Plan& plan, const std::vector<SegmentMatches>& matches, std::size_t limit) {
  std::vector<SegmentOrder> orders;
  for (std::size_t s = 0; s < matches.size(); ++s) {
    orders.emplace_back(plan, *plan.snapshot->segments[s], matches[s]);
  }
  Ranked ranked;
  if (plan.request->group) {
    ranked = rank_groups(plan, orders, limit);
  } else {
    for (const SegmentOrder& order : orders) {
      ranked.total += order.size();
      order.first(limit, ranked.hits);
    }
  }
  if (matches.size() > 1) std::sort(ranked.hits.begin(), ranked.hits.end(), before);
  if (ranked.hits.size() > limit) ranked.hits.resize(limit);
  return ranked;
}

}  // namespace souk
