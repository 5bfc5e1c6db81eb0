#pragma once
// The best documents of several words by bounds, as MaxScore finds them (Turtle and Flood 1995):
// once enough documents of a high score are known, one whose points so far and the most that the
// words left can give do not reach it needs no more look-ups. Pure but for the words' places; one
// search thread.

#include <span>
#include <vector>

#include "query/docset.h"
#include "query/top_k.h"
#include "query/word_group.h"

namespace souk {

/// The keys (query/top_k.h) of the `limit` best of a set of documents, ascending where `sorted` is.
/// Every word's points count. O(|set|) look-ups of one word, and of the others for those that may
/// be among them.
std::vector<TopK::Key> best_of_words(std::span<WordGroup> words, const DocSet& set,
                                     std::size_t limit, bool sorted = true);

}  // namespace souk
