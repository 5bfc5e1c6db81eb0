#pragma once
// One word of a query against one segment: its ways to match (surface, stem, the parts of a
// compound, the terms that a prefix begins), each a scored list. A document's points for the word
// are those of its best way. One search thread.

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "query/docset.h"
#include "query/plan.h"
#include "query/ranking.h"
#include "query/top_k.h"

namespace souk {

/// Documents with their points so far, in scratch memory.
struct ScoredDocs {
  std::span<const Docid> docs;
  std::span<const std::uint32_t> points;  ///< beside docs; empty where nothing is scored (yet)
};

/// Scratch memory of matching: belongs to a search thread, is reused by its next search.
struct MatchScratch {
  Buffer<Docid> docs;
  Buffer<std::uint32_t> points;
  Buffer<std::uint32_t> best;
  Buffer<std::uint64_t> bits;
  Buffer<std::uint64_t> more_bits;
  std::vector<Docid> near_docs;
  std::vector<std::uint8_t> near_fails;
  std::vector<std::uint32_t> marks;  ///< by docid: best points of a prefix's terms; zeros between
  std::vector<std::uint64_t> window_bits;    ///< of a window of docids; zeros between
  std::vector<std::uint32_t> window_points;  ///< beside them: best points; zeros between
  /// Lists made for one search: docids and points of compounds, prefixes and unions.
  std::deque<std::vector<std::uint32_t>> made;
  std::size_t made_count = 0;

  std::vector<std::uint32_t>& make_list();
};

class WordGroup {
 public:
  /// The word's lists in segment `segment` of the plan's snapshot, with `postings` its postings.
  /// Points into the scratch memory and the postings.
  /// `compounds`: where compounds' lists are kept, if they are.
  WordGroup(const PlannedWord& word, std::size_t segment, const Postings& postings,
            MatchScratch& scratch, ListCache* compounds = nullptr);

  /// Documents that match whatever their words, for a point.
  void add_documents(std::span<const Docid> docs, MatchScratch& scratch);

  /// An upper bound of the documents that match.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The word's list and what its postings are worth, where it is one of an index; else null.
  [[nodiscard]] const PostingList* only_list() const;
  [[nodiscard]] const TermWeight& only_weight() const { return sources_.front().weight; }
  /// Are all of its lists an index's or kept with it, so that best() can be asked?
  [[nodiscard]] bool has_masks() const;
  /// The keys (query/top_k.h) of the `limit` best of all documents that match the word, or of a set
  /// of them, ascending where `sorted` is. O(postings), a byte each, and O(log) for each of the few
  /// that may be among them.
  [[nodiscard]] std::vector<TopK::Key> best(const DocSet* set, std::size_t limit,
                                            bool sorted = true) const;
  /// No document has more points for the word. O(its sparse lists), a byte each.
  [[nodiscard]] std::uint32_t most_points() const;
  /// All documents that match, with points if `scored`. O(sum of its lists).
  [[nodiscard]] ScoredDocs list(bool scored, MatchScratch& scratch) const;
  /// into |= the documents that match. O(documents / 64) and O(its sparse lists).
  void or_into(std::span<std::uint64_t> into) const;
  /// into = those of `from` that match; they may be the same. As or_into, but sparse lists are only
  /// looked up.
  void narrow(std::span<const std::uint64_t> from, std::span<std::uint64_t> into,
              MatchScratch& scratch) const;
  /// The bitset itself where the word is one dense list; else nothing.
  [[nodiscard]] std::span<const std::uint64_t> only_bits() const;
  /// best[i] = the points of docs[i], zero where it does not match; any number but zero where
  /// `scored` is false and it does. Documents ascend; calls with ascending ones cost least.
  void score(std::span<const Docid> docs, bool scored, std::uint32_t* best);

 private:
  struct Source {
    PostingList list;
    TermWeight weight;
    /// Beside list.docids, instead of masks: a list made for this search.
    std::span<const std::uint32_t> points;
    std::size_t at = 0;                     ///< position of score() in a list without buckets
    std::shared_ptr<const MadeList> owner;  ///< of a list that is not the index's

    [[nodiscard]] std::uint32_t points_at(std::size_t i) const {
      return points.empty() ? weight.points(list.masks[i]) : points[i];
    }
    [[nodiscard]] std::size_t size() const {
      return points.empty() ? list.size() : list.docids.size();
    }
  };
  /// Unless it is empty.
  void add_list(const PostingList& list, const TermWeight& weight,
                std::shared_ptr<const MadeList> owner = nullptr);
  void add_compound(const PlannedAlternative& alternative, const TermWeight& weight,
                    std::size_t segment, MatchScratch& scratch);
  void add_prefix(const PlannedWord& word, const Postings& postings, MatchScratch& scratch);
  void add_made(std::span<const Docid> docs, std::span<const std::uint32_t> points);
  [[nodiscard]] ScoredDocs join(bool scored, MatchScratch& scratch) const;
  static void score_sparse(Source& source, std::span<const Docid> docs, bool scored,
                           std::uint32_t* best);
  static void score_buckets(const Source& source, std::span<const Docid> docs, bool scored,
                            std::uint32_t* best);

  boost::container::small_vector<Source, 3> sources_;
  std::size_t size_ = 0;
};

/// Keeps those of `docs` that every word matches, the rarest asked first; sorts the words by size.
/// The result is in the scratch memory, where `docs` may be too. O(|docs|) a word, and galloping
/// through sparse lists.
std::span<const Docid> keep_matching(std::span<WordGroup> words, std::span<const Docid> docs,
                                     MatchScratch& scratch);

/// sums[i] = the points of docs[i] for all of the words, zero without any. `best`: room for as
/// many.
void score_words(std::span<WordGroup> words, std::span<const Docid> docs, std::uint32_t* sums,
                 std::uint32_t* best);
/// Documents with these points, which are in the scratch memory.
ScoredDocs with_points(std::span<WordGroup> words, std::span<const Docid> docs,
                       MatchScratch& scratch);

/// The documents that every word matches and all of `bitsets` have, from those of the rarest word
/// on, with points if `scored`.
ScoredDocs match_words(std::span<WordGroup> words, bool scored, MatchScratch& scratch,
                       std::span<const std::span<const std::uint64_t>> bitsets = {});

}  // namespace souk
