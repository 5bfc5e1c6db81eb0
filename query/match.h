#pragma once
// Which products of one segment a plan matches, and with what score. Words are intersected from the
// rarest; filters with posting lists join them; the rest are tests on what is left.
//
// Selected facet values must not narrow their own facet. Such filters are *soft*: a product that
// fails none of them is a match, one that fails exactly one counts for that facet alone. So one
// pass answers the search and every disjunctive facet.
//
// Scratch memory belongs to one search thread and is reused; results are valid until the next match
// with the same scratch.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "query/filter_eval.h"
#include "query/plan.h"

namespace souk {

/// The filter parameters that can be soft. A category never needs to be: its facet lists only nodes
/// inside the asked subtrees.
enum class SoftKind : std::uint8_t { brand, shop, attribute, price, rating, free_shipping };

struct SoftFilter {
  SoftKind kind = SoftKind::brand;
  std::size_t attribute = 0;  ///< index into Plan::attributes
  friend bool operator==(const SoftFilter&, const SoftFilter&) = default;
};
/// The plan's filters whose facet is asked for, in a fixed order.
std::vector<SoftFilter> soft_filters(const Plan& plan);

struct MatchScratch {
  std::vector<Docid> candidates;
  std::vector<Docid> docs;
  std::vector<std::uint32_t> scores;
  std::vector<std::uint32_t> marks;  ///< by docid: best score of a prefix's terms
  std::vector<Docid> near_docs;
  std::vector<std::uint8_t> near_fails;
};

/// Matches of one segment, docids ascending.
struct SegmentMatches {
  std::span<const Docid> docs;
  std::span<const std::uint32_t> scores;  ///< beside docs; empty without words
  /// Products that fail exactly one soft filter, and which one.
  std::span<const Docid> near_docs;
  std::span<const std::uint8_t> near_fails;
  bool everything = false;  ///< docs are 0 … N−1 and not listed
  std::size_t count = 0;
};

SegmentMatches match(const Plan& plan, const Segment& segment, const std::vector<SoftFilter>& soft,
                     MatchScratch& scratch);

}  // namespace souk
