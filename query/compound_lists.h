#pragma once
// The documents that have every term of a way to write a word: the bigrams of a Chinese word, the
// parts of an identifier, the halves of a joined word. Such a list is a term's, but is not in the
// index. Lists over many documents are kept with the segment, for common words are asked again and
// again.

#include <memory>
#include <string>
#include <vector>

#include "data/list_cache.h"
#include "query/plan.h"

namespace souk {

/// The documents that all of the lists have, with the mask of the worst placed term. O(shortest
/// list), and O(log df) of each sparse list without buckets.
MadePostings intersect(std::vector<PostingList> lists);

/// The same of an alternative of several terms, in a segment.
MadePostings compound_postings(const PlannedAlternative& alternative, std::size_t segment);

/// The same as a list that is kept in `cache`, `documents` the segment's; null where its rarest
/// term is so rare that it is as well intersected anew.
std::shared_ptr<const MadeList> kept_compound(const PlannedAlternative& alternative,
                                              std::size_t segment, std::size_t documents,
                                              ListCache& cache);

/// Keeps with a segment the list that another segment keeps by this key, where it is worth it.
void keep_compound(const std::string& key, const Segment& segment);

}  // namespace souk
