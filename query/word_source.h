#pragma once
// One word of a query against one segment: its alternatives' posting lists, walked together in
// ascending docid order. One search thread.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "query/plan.h"

namespace souk {

/// Steps through ascending docids; `seek` gallops, so a whole pass costs O(m log(n/m)).
class DocCursor {
 public:
  explicit DocCursor(std::span<const Docid> docids) : docids_(docids) {}

  /// Moves to the first docid ≥ doc; true when it is doc. `doc` never descends.
  bool seek(Docid doc) {
    std::size_t step = 1;
    std::size_t low = at_;
    while (low + step < docids_.size() && docids_[low + step] < doc) {
      low += step;
      step *= 2;
    }
    const auto first = docids_.begin() + static_cast<std::ptrdiff_t>(low);
    const auto last =
        docids_.begin() + static_cast<std::ptrdiff_t>(std::min(low + step + 1, docids_.size()));
    at_ = static_cast<std::size_t>(std::lower_bound(first, last, doc) - docids_.begin());
    return at_ < docids_.size() && docids_[at_] == doc;
  }
  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] std::size_t size() const { return docids_.size(); }
  [[nodiscard]] std::span<const Docid> docids() const { return docids_; }

 private:
  std::span<const Docid> docids_;
  std::size_t at_ = 0;
};

class WordSource {
 public:
  /// `documents`: how many docids the postings are over. `marks`: scratch of zeros, one a docid,
  /// left as it was.
  WordSource(const PlannedWord& word, const Postings& postings, std::size_t documents,
             std::vector<std::uint32_t>& marks);

  /// An upper bound of the products that match.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The best alternative's points for a product; 0 when none matches. `doc` never descends.
  std::uint32_t score(Docid doc);
  /// All products that match, ascending, each once. Independent of score()'s position.
  void list(std::vector<Docid>& docs) const;

 private:
  struct TermCursor {
    DocCursor cursor;
    std::span<const FieldMask> masks;
    double idf;
  };
  struct Option {
    std::vector<TermCursor> terms;
    double weight;
  };
  void expand_prefix(const PlannedWord& word, const Postings& postings,
                     std::vector<std::uint32_t>& marks);

  std::vector<Option> options_;
  std::vector<Docid> prefix_docs_;
  std::vector<std::uint32_t> prefix_scores_;
  std::size_t prefix_at_ = 0;
  std::size_t size_ = 0;
};

}  // namespace souk
