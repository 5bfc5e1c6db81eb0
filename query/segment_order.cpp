#include "query/segment_order.h"

#include <algorithm>

#include "query/best_of_words.h"

namespace souk {
namespace {

/// Is walking the order until `limit` matches came by cheaper than looking at every match? Walking
/// takes limit · documents / matches steps; looking takes two steps a match and a decode of the
/// bitset (bench/micro/top_k.cpp).
bool walking_pays(std::size_t limit, std::size_t documents, std::size_t matches) {
  return limit * documents < matches * (2 * matches + documents / 32);
}

/// The first of 0 … count for which `skipped` is false; it is monotonic.
template <class Skipped>
std::size_t partition(std::size_t count, Skipped skipped) {
  std::size_t low = 0;
  std::size_t high = count;
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

}  // namespace

SegmentOrder::SegmentOrder(const Segment& segment, SegmentMatches& matches, Sort sort,
                           const std::optional<Cursor>& after)
    : segment_(segment),
      matches_(matches),
      sort_(sort),
      ranks_(segment.columns.ranks(sort_)),
      order_(segment.columns.order(sort_)) {
  if (after) first_key_ = key_after(*after);
}

Docid SegmentOrder::doc(Key key) const {
  const Key rank = key & 0xffffffffU;
  return order_.empty() ? static_cast<Docid>(rank) : order_[rank];
}

Hit SegmentOrder::hit(Key key) const {
  const Docid document = doc(key);
  return {&segment_, document, 0,
          sort_ == Sort::relevance ? -std::int64_t{score_of(key)}
                                   : segment_.columns.key(sort_, document)};
}

void SegmentOrder::append_hits(std::span<const Key> keys, std::vector<Hit>& hits) const {
  // A cursor will be of one of the last.
  for (const Key key : keys.last(std::min<std::size_t>(keys.size(), 2))) {
    segment_.columns.all_sales().prefetch(doc(key));
    segment_.ids.prefetch(doc(key));
  }
  hits.reserve(hits.size() + keys.size());
  for (const Key key : keys) hits.push_back(hit(key));
}

SegmentOrder::Key SegmentOrder::key_after(const Cursor& cursor) const {
  // Within one score ranks are in order of sales and id, as the cursor is.
  const Key score =
      sort_ == Sort::relevance ? static_cast<Key>(cursor.primary + 0xffffffffLL) << 32 : 0;
  return score | partition(segment_.size(), [&](Docid rank) {
           Hit each = hit(rank);
           if (sort_ == Sort::relevance) each.primary = cursor.primary;
           return !is_after(each, cursor);
         });
}

bool SegmentOrder::first_is_cheap() const {
  if (matches_.by_bounds) return true;
  // Reading a mask costs a fraction of looking one up.
  return matches_.by_masks && matches_.words.front().size() < matches_.set.count * 4;
}

std::vector<SegmentOrder::Key> SegmentOrder::first(std::size_t limit, bool sorted) {
  if (limit == 0) return {};
  if (!matches_.scored) {
    // A cursor behind every match without a score.
    if (first_key_ > (high() | 0xffffffffU)) return {};
    const Key from = first_key_ & 0xffffffffU;
    const DocSet& set = matches_.set;
    if (ranks_.empty() || set.form == DocSet::Form::everything) return first_docs(limit, from);
    if (set.form == DocSet::Form::bits && walking_pays(limit, segment_.size(), set.count)) {
      return walk_order(limit, from);
    }
  }
  if (matches_.by_bounds) return best_of_words(matches_.words, matches_.set, limit, sorted);
  if (first_is_cheap()) {
    const DocSet* set = matches_.is_one_list ? nullptr : &matches_.set;
    return matches_.words.front().best(set, limit, sorted);
  }
  TopK top(limit);
  const Key from = first_key_;
  for_each([&](Docid, Key key) {
    if (key >= from) top.add(key);
  });
  return top.take(sorted);
}

/// The first ones where ascending docids are the order, and of all documents, whose ranks are all
/// keys.
std::vector<SegmentOrder::Key> SegmentOrder::first_docs(std::size_t limit, Key from) const {
  std::vector<Key> keys;
  const DocSet& set = matches_.set;
  keys.reserve(std::min(limit, set.count));
  if (set.form == DocSet::Form::everything) {
    for (Key doc = from; doc < set.count && keys.size() < limit; ++doc) {
      keys.push_back(high() | doc);
    }
    return keys;
  }
  if (set.form == DocSet::Form::list) {
    // A search of the whole list for its beginning would wait for memory at every step.
    const auto start =
        from == 0 ? set.docs.begin() : std::lower_bound(set.docs.begin(), set.docs.end(), from);
    for (auto it = start; it != set.docs.end() && keys.size() < limit; ++it) {
      keys.push_back(high() | *it);
    }
    return keys;
  }
  for (std::size_t word = from / 64; word < set.bits.size(); ++word) {
    std::uint64_t rest = set.bits[word];
    if (word == from / 64) rest &= ~std::uint64_t{0} << (from & 63);
    for (; rest != 0; rest &= rest - 1) {
      if (keys.size() == limit) return keys;
      keys.push_back(high() | (word * 64 + static_cast<Key>(std::countr_zero(rest))));
    }
  }
  return keys;
}

/// Along the order's permutation, those that match.
std::vector<SegmentOrder::Key> SegmentOrder::walk_order(std::size_t limit, Key from) const {
  const DocSet& set = matches_.set;
  std::vector<Key> keys;
  keys.reserve(std::min(limit, set.count));
  // Locals: the loop need not read them anew behind what it writes.
  const auto order = order_;
  const auto bits = set.bits;
  for (Key rank = from; rank < order.size(); ++rank) {
    if (!has_bit(bits, order[rank])) continue;
    if (keys.size() == limit) break;
    keys.push_back(high() | rank);
  }
  return keys;
}

}  // namespace souk
