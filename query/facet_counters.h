#pragma once
// What counts one facet's values, a block of documents at a time, so that all facets of a search
// are counted in one pass over its matches. One search thread.

#include <memory>
#include <optional>
#include <span>

#include "query/facets.h"

namespace souk {

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
