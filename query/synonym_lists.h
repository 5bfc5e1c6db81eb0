#pragma once
// The documents that match a word by its synonyms, as one posting list a set and segment: like
// Lucene's SynonymQuery, a set counts as one term. A list is made when a search first needs it and
// kept with the segment, so that a hundred spellings cost a search what one does.

#include <memory>

#include "analyzers/synonyms.h"
#include "data/list_cache.h"
#include "data/segment.h"

namespace souk {

/// A document's mask is that of its best way, and a way's that of its worst placed term; a
/// category's products have it in the category. O(1) once made; at first O(postings of its terms).
std::shared_ptr<const MadeList> synonym_list(const SynonymSet& set, const Segment& segment);

}  // namespace souk
