#pragma once
// What counts one facet's values, a block of documents at a time, so that all facets of a search
// are counted in one pass over its matches. One search thread.

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "query/facets.h"

namespace souk {

/// The bitset of a set, made when it is first asked for.
class SetBits {
 public:
  SetBits(const DocSet& set, std::size_t documents) : set_(set), documents_(documents) {}

  [[nodiscard]] std::size_t count() const { return set_.count; }
  /// O(documents / 64), and O(count) where the set is a list.
  std::span<const std::uint64_t> get() {
    if (set_.form == DocSet::Form::bits) return set_.bits;
    if (made_.empty()) {
      made_.resize(bitset_words(documents_), 0);
      set_.for_each_block([this](std::span<const Docid> docs) {
        for (const Docid doc : docs) set_bit(made_, doc);
        return true;
      });
    }
    return made_;
  }

 private:
  const DocSet& set_;
  std::size_t documents_;
  std::vector<std::uint64_t> made_;
};

class FacetCounter {
 public:
  virtual ~FacetCounter() = default;

  /// What is counted from here to end() is of this segment.
  virtual void begin(const Segment& segment) = 0;
  /// At most kBlockDocs.
  virtual void count(std::span<const Docid> docs) = 0;
  /// Counts all documents of the segment but these by the lengths of lists; false, and nothing
  /// counted, where there are none.
  virtual bool count_all_but(std::span<const Docid> /*deleted*/) { return false; }
  /// Counts a set by looking the documents of the values' lists up in it; false, and nothing
  /// counted, where these have `most` documents a match or more.
  virtual bool count_by_lists(SetBits& /*set*/, std::uint64_t /*most*/) { return false; }
  virtual void end() {}
  /// Fills in what was counted in all segments. Once.
  virtual void finish(Facet& facet) = 0;

  /// Which of the search's soft filters is the facet's own, and keeps nothing out of it.
  std::optional<std::size_t> own_filter;
};

/// `soft` is what was matched with. The plan and the spec must outlive the counter.
std::unique_ptr<FacetCounter> make_facet_counter(const FacetSpec& spec, const Plan& plan,
                                                 const std::vector<SoftFilter>& soft);

}  // namespace souk
