#pragma once
// One segment's matches in the order that is asked for. A match has a *key*, an integer that is
// smaller the earlier it comes and that gives back its docid: minus the score above the docid for
// relevance, the rank in the order's permutation for other sorts, the docid itself for sales. Ties
// need nothing: docids are in order of sales and id already. One search thread.

#include <cstdint>
#include <vector>

#include "query/hit.h"
#include "query/match.h"
#include "query/top_k.h"

namespace souk {

class SegmentOrder {
 public:
  using Key = TopK::Key;

  /// Matches after `after` (if given).
  SegmentOrder(const Segment& segment, SegmentMatches& matches, Sort sort,
               const std::optional<Cursor>& after);

  [[nodiscard]] Docid doc(Key key) const;
  [[nodiscard]] Hit hit(Key key) const;
  /// Matches from this key on come after the cursor.
  [[nodiscard]] Key first_key() const { return first_key_; }
  [[nodiscard]] std::size_t size() const { return matches_.set.count; }

  /// The first `limit` keys after the cursor, ascending. Once.
  [[nodiscard]] std::vector<Key> first(std::size_t limit);
  /// Calls visit(doc, key) with every match, in order of docids. Once.
  template <class Visit>
  void for_each(Visit visit);

 private:
  [[nodiscard]] Key key_of(Docid doc) const { return ranks_.empty() ? doc : ranks_[doc]; }
  static Key score_key(std::uint32_t score, Docid doc) {
    return Key{0xffffffffU - score} << 32 | doc;
  }
  [[nodiscard]] Key key_after(const Cursor& cursor) const;
  [[nodiscard]] std::vector<Key> first_docs(std::size_t limit) const;
  [[nodiscard]] std::vector<Key> walk_order(std::size_t limit) const;

  const Segment& segment_;
  SegmentMatches& matches_;
  Sort sort_;
  std::span<const std::uint32_t> ranks_;  ///< empty where the docid is the rank
  std::span<const Docid> order_;
  Key first_key_ = 0;
};

template <class Visit>
void SegmentOrder::for_each(Visit visit) {
  if (matches_.scored) {
    matches_.for_each_scored(
        [&](std::span<const Docid> docs, std::span<const std::uint32_t> points) {
          for (std::size_t i = 0; i < docs.size(); ++i) {
            visit(docs[i], score_key(points[i], docs[i]));
          }
        });
    return;
  }
  const bool by_score = sort_ == Sort::relevance;
  matches_.set.for_each_block([&](std::span<const Docid> docs) {
    for (const Docid each : docs) visit(each, by_score ? score_key(0, each) : key_of(each));
    return true;
  });
}

}  // namespace souk
