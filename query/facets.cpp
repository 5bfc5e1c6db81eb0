#include "query/facets.h"

#include "query/facet_counters.h"

namespace souk {
namespace {

using Counters = std::vector<std::unique_ptr<FacetCounter>>;

/// One pass over the matches counts for all: a block's docids are decoded once.
void count_matches(const SegmentMatches& matches, const Segment& segment, const BitsShares& shares,
                   const Counters& counters) {
  SetBits set(matches.set, segment.size());
  const bool all = matches.set.form == DocSet::Form::everything || matches.all_live;
  std::vector<FacetCounter*> looking;
  for (const auto& counter : counters) {
    const bool counted =
        all ? counter->count_all_but(matches.deleted) : counter->count_by_lists(set, shares.listed);
    if (!counted) looking.push_back(counter.get());
  }
  if (looking.empty()) return;
  matches.set.for_each_block([&](std::span<const Docid> docs) {
    for (FacetCounter* counter : looking) counter->count(docs);
    return true;
  });
}

/// The products that only a facet's own filter keeps out.
void count_near(const SegmentMatches& matches, const Counters& counters) {
  std::vector<Docid> docs;
  for (const auto& counter : counters) {
    if (!counter->own_filter) continue;
    docs.clear();
    for (std::size_t i = 0; i < matches.near_docs.size(); ++i) {
      if (matches.near_fails[i] == *counter->own_filter) docs.push_back(matches.near_docs[i]);
    }
    DocSet::of(docs).for_each_block([&](std::span<const Docid> block) {
      counter->count(block);
      return true;
    });
  }
}

}  // namespace

std::vector<Facet> count_facets(const Plan& plan, const std::vector<SegmentMatches>& matches,
                                const std::vector<SoftFilter>& soft, const BitsShares& shares) {
  Counters counters;
  for (const FacetSpec& spec : plan.request->facets) {
    counters.push_back(make_facet_counter(spec, plan, soft));
  }
  for (std::size_t s = 0; s < matches.size(); ++s) {
    const Segment& segment = *plan.snapshot->segments[s];
    for (const auto& counter : counters) counter->begin(segment);
    count_matches(matches[s], segment, shares, counters);
    count_near(matches[s], counters);
    for (const auto& counter : counters) counter->end();
  }
  std::vector<Facet> facets(counters.size());
  for (std::size_t i = 0; i < counters.size(); ++i) {
    facets[i].key = plan.request->facets[i].key();
    counters[i]->finish(facets[i]);
  }
  return facets;
}

}  // namespace souk
