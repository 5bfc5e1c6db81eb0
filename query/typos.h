#pragma once
// Words that a misspelt one may mean: terms of the snapshot a few edits away. One edit from four
// letters on, two from eight; the first letter is taken as right unless nothing else is near. Never
// for words with digits, nor in scripts without spaces. Pure.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "data/snapshot.h"
#include "query/plan.h"

namespace souk {

inline constexpr std::size_t kMostTypos = 16;  ///< a word

struct Spelling {
  std::string term;
  unsigned edits = 0;
  std::uint64_t frequency = 0;  ///< document frequency over the statistics segments
};

/// At most kMostTypos terms: fewest edits first, of these the most frequent, of these bytewise.
/// `prefix`: the word is a beginning, and so may what it means be. O(words of its first letter).
std::vector<Spelling> similar_terms(const QueryWord& word, bool prefix, const Snapshot& snapshot);
/// The same over any postings, of which the first `counted` give the frequencies.
struct Lexicon {
  const Postings* postings;
  const SpellingIndex* spelling;
};
std::vector<Spelling> similar_terms(const QueryWord& word, bool prefix,
                                    std::span<const Lexicon> lexicons, std::size_t counted);

/// The word of some synonyms that is nearest to one that neither they nor products have, of those
/// that lead to products of the snapshot: fewest edits first, of these bytewise. `frequency` is 0.
/// The first letter is taken as right; of the language, and where the word has other letters than
/// ASCII's of every language. O(words of its first letter).
std::optional<Spelling> similar_synonym(const QueryWord& word, Language language,
                                        const SynonymSets& synonyms, const Snapshot& snapshot);

/// The word's two halves, each a term, for at most four cuts: those whose rarer half is the most
/// frequent. From six letters on, three in each half.
std::vector<std::vector<std::string>> split_terms(const QueryWord& word, const Snapshot& snapshot);

/// The document frequency of a term over the statistics segments.
std::uint64_t term_frequency(const Snapshot& snapshot, std::string_view term);

}  // namespace souk
