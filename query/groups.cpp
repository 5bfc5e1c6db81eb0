#include "query/groups.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "query/block_codes.h"

namespace souk {
namespace {

using Key = SegmentOrder::Key;
using OfSegment = GroupScratch::OfSegment;

/// The k smallest keys of different groups: TopK, where a cut also drops a group's later keys.
class TopGroups {
 public:
  TopGroups(std::size_t k, std::vector<std::uint64_t>& taken) : k_(k), taken_(taken) {
    top_.reserve(2 * k + 1);
    clear();
  }
  void clear() {
    threshold_ = k_ == 0 ? 0 : std::numeric_limits<Key>::max();
    top_.clear();
  }

  void add(Key key, std::uint32_t group) {
    if (key >= threshold_) return;
    top_.push_back({key, group});
    if (top_.size() > 2 * k_) cut();
  }
  /// Are there k groups?
  bool is_full() {
    keep_first_of_groups();
    return top_.size() == k_;
  }
  /// Ascending; at most k.
  std::vector<Key> take() {
    keep_first_of_groups();
    std::vector<Key> keys;
    keys.reserve(top_.size());
    for (const GroupedKey& each : top_) keys.push_back(each.key);
    return keys;
  }

 private:
  static bool earlier(const GroupedKey& a, const GroupedKey& b) { return a.key < b.key; }
  /// False for a group that was taken before.
  bool take_group(std::uint32_t group) {
    const bool taken = group != 0 && has_bit(taken_, group);
    set_bit(taken_, group);
    return !taken;
  }
  void forget(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) taken_[top_[i].group / 64] = 0;
  }

  void cut() {
    const auto last = top_.begin() + static_cast<std::ptrdiff_t>(k_);
    std::nth_element(top_.begin(), last, top_.end(), earlier);
    std::size_t distinct = 0;
    while (distinct < k_ && take_group(top_[distinct].group)) ++distinct;
    forget(distinct);
    if (distinct < k_) return keep_first_of_groups();
    threshold_ = last->key;
    top_.resize(k_);
  }
  void keep_first_of_groups() {
    std::sort(top_.begin(), top_.end(), earlier);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < top_.size() && kept < k_; ++i) {
      if (take_group(top_[i].group)) top_[kept++] = top_[i];
    }
    top_.resize(kept);
    forget(kept);
    // The last one's group has no later key to give, and any other group's must come before it.
    if (kept == k_ && k_ != 0) threshold_ = top_.back().key;
  }

  std::size_t k_;
  std::vector<std::uint64_t>& taken_;
  Key threshold_ = 0;
  std::vector<GroupedKey> top_;
};

void meet_group(std::uint32_t group, OfSegment& scratch) {
  if (group == 0) {
    ++scratch.ungrouped;
  } else if (!has_bit(scratch.met, group)) {
    set_bit(scratch.met, group);
    scratch.groups.push_back(group);
  }
}

/// Meets a segment's matches. Those after the cursor are kept where there is one: whether their
/// group has passed is known at the end.
class Meeting {
 public:
  /// `keeps`: a group may have passed the cursor, in this segment or another.
  Meeting(Key from, bool keeps, OfSegment& scratch, TopGroups& top)
      : from_(from), keeps_(keeps), scratch_(scratch), top_(top) {}

  void add(Key key, std::uint32_t group) {
    block_[size_++] = {key, group};
    if (size_ == block_.size()) flush();
  }
  /// A block at a time, when its codes have come from memory: else every bit that is asked would
  /// wait for them, and for the bits set before.
  void flush() {
    for (std::size_t i = 0; i < size_; ++i) {
      const auto [key, group] = block_[i];
      meet_group(group, scratch_);
      if (!keeps_) {
        top_.add(key, group);
      } else if (key >= from_) {
        scratch_.after.push_back({key, group});
      } else if (group != 0) {
        set_bit(scratch_.passed, group);
      }
    }
    size_ = 0;
  }

 private:
  Key from_;
  bool keeps_;
  OfSegment& scratch_;
  TopGroups& top_;
  std::array<GroupedKey, 256> block_;
  std::size_t size_ = 0;
};

void meet(SegmentOrder& order, bool keeps, const CodeColumn& codes, OfSegment& scratch,
          TopGroups& top) {
  Meeting meeting(order.first_key(), keeps, scratch, top);
  codes.with([&](const auto* group_of) {
    order.for_each(
        [&](Docid doc, Key key) { meeting.add(key, static_cast<std::uint32_t>(group_of[doc])); });
  });
  meeting.flush();
}

/// The documents that have a group; null where that is not worth a bitset yet.
BitsetCache::Bits grouped(const Segment& segment) {
  return segment.filters->find_or_make({BitsetKey::Kind::grouped}, [&] {
    return segment.group.codes().with([&](const auto* group_of) {
      return bits_of(block_test([group_of](Docid doc) { return group_of[doc] != 0; }),
                     segment.size());
    });
  });
}

/// Meets the groups of a block's documents. Most have none: their bits are in a nearer cache than
/// the codes are.
void meet_block(std::span<const Docid> docs, const BitsetCache::Bits& grouped,
                const CodeColumn& codes, OfSegment& scratch) {
  std::array<Docid, kBlockDocs> kept;
  if (grouped != nullptr) {
    std::size_t n = 0;
    for (const Docid doc : docs) {
      kept[n] = doc;
      n += has_bit(*grouped, doc) ? 1 : 0;
    }
    scratch.ungrouped += docs.size() - n;
    docs = {kept.data(), n};
  }
  for_each_code(codes, docs,
                [&](auto group) { meet_group(static_cast<std::uint32_t>(group), scratch); });
}

/// Is the top full with the groups of so many best matches? Else nothing is in it.
bool fill_by_best(SegmentOrder& order, std::size_t matches, const CodeColumn& codes,
                  TopGroups& top) {
  const std::vector<Key> keys = order.first(matches);
  for (const Key key : keys) top.add(key, codes[order.doc(key)]);
  if (keys.size() == order.size() || top.is_full()) return true;
  top.clear();
  return false;
}

/// The first `limit` groups are mostly those of a few more of the best matches, and the others need
/// only be counted. False, and nothing met, where that does not give them.
bool meet_by_best(SegmentOrder& order, std::size_t limit, const Segment& segment,
                  OfSegment& scratch, TopGroups& top) {
  constexpr std::size_t kFew = 24;
  constexpr std::size_t kMany = 8;  // of what comes in many variants
  const CodeColumn& codes = segment.group.codes();
  if (!order.first_is_cheap() || (!fill_by_best(order, limit + kFew, codes, top) &&
                                  !fill_by_best(order, kMany * limit, codes, top))) {
    return false;
  }
  const BitsetCache::Bits having = grouped(segment);
  order.matches().for_each_block([&](std::span<const Docid> docs) {
    meet_block(docs, having, codes, scratch);
    return true;
  });
  return true;
}

/// A group of segment `s` that earlier segments have too is one hit, and has passed in all of them
/// where it has in one. True if there is such a segment.
bool join_group(const std::vector<std::shared_ptr<const Segment>>& segments, std::size_t s,
                std::uint32_t group, GroupScratch& scratch) {
  std::vector<std::pair<std::size_t, std::uint32_t>> places;
  for (std::size_t earlier = 0; earlier < s; ++earlier) {
    const auto code = segments[earlier]->group.find(segments[s]->group.key(group));
    if (code && has_bit(scratch.segments[earlier].met, *code)) places.emplace_back(earlier, *code);
  }
  if (places.empty()) return false;
  places.emplace_back(s, group);
  const auto has_passed = [&](const auto& place) {
    return has_bit(scratch.segments[place.first].passed, place.second);
  };
  if (std::any_of(places.begin(), places.end(), has_passed)) {
    for (const auto& [segment, code] : places) set_bit(scratch.segments[segment].passed, code);
  }
  return true;
}

}  // namespace

FirstKeys rank_groups(const std::vector<std::shared_ptr<const Segment>>& segments,
                      std::vector<SegmentOrder>& orders, std::size_t limit, GroupScratch& scratch) {
  while (scratch.segments.size() < segments.size()) scratch.segments.emplace_back();
  std::vector<TopGroups> tops;
  tops.reserve(segments.size());
  const bool keeps = std::any_of(orders.begin(), orders.end(),
                                 [](const SegmentOrder& order) { return order.first_key() != 0; });
  FirstKeys ranked;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    OfSegment& of = scratch.segments[s];
    const std::size_t words = segments[s]->group.code_count() / 64 + 1;
    for (auto* bits : {&of.met, &of.passed, &of.taken}) {
      bits->resize(std::max(bits->size(), words), 0);
    }
    TopGroups& top = tops.emplace_back(limit, of.taken);
    if (!meet_by_best(orders[s], limit, *segments[s], of, top)) {
      meet(orders[s], keeps, segments[s]->group.codes(), of, top);
    }
    ranked.total += of.ungrouped + of.groups.size();
    if (s == 0) continue;
    for (const std::uint32_t group : of.groups) {
      if (join_group(segments, s, group, scratch)) --ranked.total;
    }
  }
  for (std::size_t s = 0; s < segments.size(); ++s) {
    OfSegment& of = scratch.segments[s];
    for (const auto& [key, group] : of.after) {
      if (!has_bit(of.passed, group)) tops[s].add(key, group);
    }
    ranked.keys.push_back(tops[s].take());
    for (const std::uint32_t group : of.groups) of.met[group / 64] = of.passed[group / 64] = 0;
    of.groups.clear();
    of.after.clear();
    of.ungrouped = 0;
  }
  return ranked;
}

void keep_first_of_groups(std::vector<Hit>& hits) {
  std::unordered_set<std::string_view> seen;
  std::erase_if(hits, [&](const Hit& hit) {
    const std::string_view group = group_of(hit);
    return !group.empty() && !seen.insert(group).second;
  });
}

}  // namespace souk
