#pragma once
// Which products of one segment a plan matches. The rarest word or filter decides how: where it is
// short, its documents are tested against the rest; where all are long, bitsets are intersected
// word-wise (Culpepper and Moffat 2010 call it the hybrid). Counts are exact either way.
//
// Scratch memory belongs to one search thread and is reused; results are valid until the next match
// with the same scratch.

#include <cstdint>
#include <span>
#include <vector>

#include "query/docset.h"
#include "query/filters.h"
#include "query/plan.h"
#include "query/word_group.h"

namespace souk {

/// What a rule adds to the score of documents that pass a test, or that do not.
struct Boost {
  BlockTest test;
  bool of_others = false;  ///< of those that do not pass
  std::uint32_t points = 0;
};

/// Matches of one segment.
struct SegmentMatches {
  DocSet set;
  std::vector<BitsetCache::Bits> owners;  ///< of the set's bits, where they are a filter's
  /// Beside set.docs, for relevance; where there are none, `words` score the set.
  std::span<const std::uint32_t> points;
  std::vector<WordGroup> words;  ///< the optional ones behind
  std::vector<Boost> boosts;
  bool scored = false;  ///< a search with words or boosts, by relevance
  /// The set is the one list of the only word, which alone scores it: there are no boosts.
  bool is_one_list = false;
  /// The only word alone scores the set, and its best documents are to be had by its masks: nothing
  /// needs the points of them all.
  bool by_masks = false;
  /// The words alone score the set, and its best documents are to be had by their bounds.
  bool by_bounds = false;
  /// The set is all documents but these: counts are those of all, less theirs.
  bool all_live = false;
  std::span<const Docid> deleted;
  /// Products that fail exactly one soft filter, and which one; ascending.
  std::span<const Docid> near_docs;
  std::span<const std::uint8_t> near_fails;

  /// Calls visit(docs, points) with every match in ascending blocks, for a scored search. Once.
  template <class Visit>
  void for_each_scored(Visit visit);
};

/// Bitsets are used where every word and filter has at least this share of the documents. Scoring
/// from bitsets costs more than counting by them, most where every match is scored
/// (souk-bench-kinds, 1,000,000 products).
struct BitsShares {
  std::uint64_t scored = 64;
  std::uint64_t unscored = 200;
  /// An attribute's values are counted by their lists where these have fewer documents a match: a
  /// product's codes lie where no other's do, its bit is in a cache.
  std::uint64_t listed = 32;
};

/// Matches segment `ordinal` of the plan's snapshot.
SegmentMatches match(const Plan& plan, std::size_t ordinal, const std::vector<SoftFilter>& soft,
                     MatchScratch& scratch, const BitsShares& shares = {});

/// Sums the points of all words and boosts; `sums` and `best` have room for the block.
void score_block(std::span<WordGroup> words, std::span<const Boost> boosts,
                 std::span<const Docid> docs, std::uint32_t* sums, std::uint32_t* best);

template <class Visit>
void SegmentMatches::for_each_scored(Visit visit) {
  if (!points.empty()) {
    for (std::size_t at = 0; at < set.docs.size(); at += kBlockDocs) {
      const std::size_t n = std::min(kBlockDocs, set.docs.size() - at);
      visit(set.docs.subspan(at, n), points.subspan(at, n));
    }
    return;
  }
  std::array<std::uint32_t, kBlockDocs> sums;
  std::array<std::uint32_t, kBlockDocs> best;
  if (is_one_list) {  // whose masks come in the order of its documents
    const FieldMask* mask = words.front().only_list()->masks.data();
    set.for_each_block([&, weight = words.front().only_weight()](std::span<const Docid> docs) {
      for (std::size_t i = 0; i < docs.size(); ++i) sums[i] = weight.points(*mask++);
      visit(docs, std::span<const std::uint32_t>(sums.data(), docs.size()));
      return true;
    });
    return;
  }
  set.for_each_block([&](std::span<const Docid> docs) {
    score_block(words, boosts, docs, sums.data(), best.data());
    visit(docs, std::span<const std::uint32_t>(sums.data(), docs.size()));
    return true;
  });
}

}  // namespace souk
