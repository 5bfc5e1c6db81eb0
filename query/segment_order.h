#pragma once
// One segment's matches in the order that is asked for. A match has a *key*, an integer that is
// smaller the earlier it comes and that gives back its docid: minus the score above the docid for
// relevance, the rank in the order's permutation for other sorts, the docid itself for sales; where
// the columns have an order of sales of their own, a document's rank in it stands for the docid.
// Ties need nothing: all of these are in order of sales and id already. One search thread.

#include <cstdint>
#include <vector>

#include "query/hit.h"
#include "query/match.h"
#include "query/top_k.h"

namespace souk {

/// The first keys of each segment.
struct FirstKeys {
  std::vector<std::vector<TopK::Key>> keys;
  std::uint64_t total = 0;  ///< hits in all, as Ranked has it
};

class SegmentOrder {
 public:
  using Key = TopK::Key;

  /// Matches after `after` (if given).
  SegmentOrder(const Segment& segment, SegmentMatches& matches, Sort sort,
               const std::optional<Cursor>& after);

  [[nodiscard]] const Segment& segment() const { return segment_; }
  [[nodiscard]] Docid doc(Key key) const;
  /// Appends the hits of keys. O(keys).
  void append_hits(std::span<const Key> keys, std::vector<Hit>& hits) const;
  /// Matches from this key on come after the cursor.
  [[nodiscard]] Key first_key() const { return first_key_; }
  [[nodiscard]] std::size_t size() const { return matches_.set.count; }
  [[nodiscard]] const DocSet& matches() const { return matches_.set; }
  /// Does first() look at few matches, so that it costs less than for_each()?
  [[nodiscard]] bool first_is_cheap() const;

  /// The first `limit` keys after the cursor; ascending where `sorted` is.
  [[nodiscard]] std::vector<Key> first(std::size_t limit, bool sorted = true);
  /// Calls visit(doc, key) with every match, in order of docids. Once.
  template <class Visit>
  void for_each(Visit visit);

 private:
  /// What every key of matches without scores begins with.
  [[nodiscard]] Key high() const { return sort_ == Sort::relevance ? score_key(0, 0) : 0; }
  [[nodiscard]] Hit hit(Key key) const;
  [[nodiscard]] Key key_after(const Cursor& cursor) const;
  [[nodiscard]] std::vector<Key> first_docs(std::size_t limit, Key from) const;
  [[nodiscard]] std::vector<Key> walk_order(std::size_t limit, Key from) const;

  const Segment& segment_;
  SegmentMatches& matches_;
  Sort sort_;
  std::span<const std::uint32_t> ranks_;  ///< empty where the docid is the rank
  std::span<const Docid> order_;
  Key first_key_ = 0;
};

template <class Visit>
void SegmentOrder::for_each(Visit visit) {
  const auto visit_all = [&](auto rank_of) {
    if (matches_.scored) {
      matches_.for_each_scored(
          [&](std::span<const Docid> docs, std::span<const std::uint32_t> points) {
            for (std::size_t i = 0; i < docs.size(); ++i) {
              visit(docs[i], score_key(points[i], rank_of(docs[i])));
            }
          });
      return;
    }
    matches_.set.for_each_block([&, high = high()](std::span<const Docid> docs) {
      // Ranks first: a visit decides by one, and would wait for memory before the next is asked.
      std::array<Key, kBlockDocs> keys;
      for (std::size_t i = 0; i < docs.size(); ++i) keys[i] = high | rank_of(docs[i]);
      for (std::size_t i = 0; i < docs.size(); ++i) visit(docs[i], keys[i]);
      return true;
    });
  };
  // Asked once, not for every match.
  if (ranks_.empty()) {
    visit_all([](Docid doc) { return Key{doc}; });
  } else {
    visit_all([ranks = ranks_.data()](Docid doc) { return Key{ranks[doc]}; });
  }
}

}  // namespace souk
