#pragma once
// What searches have made for themselves of a snapshot's segments, made of the next ones' before
// they are served: else the first searches after a swap would wait for it, one list after the
// other.

#include "data/snapshot.h"
#include "query/plan.h"

namespace souk {

/// The lists of synonyms and compounds that `before` has been asked for, for the segments of
/// `next`. `synonyms`: the sets of searches of `next`. O(postings of these lists). Any thread.
void prepare_lists(const Snapshot& before, const Snapshot& next, const SynonymSets& synonyms);

}  // namespace souk
