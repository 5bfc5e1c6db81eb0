#pragma once
// A request made ready for a snapshot: words looked up, document frequencies summed over segments,
// filter bounds in base units, categories and shops resolved. Made once a search; the per-segment
// work reads it. Views point into the snapshot and the request, which outlive it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/synonyms.h"
#include "data/list_cache.h"
#include "data/snapshot.h"
#include "query/ranking.h"
#include "query/request.h"
#include "query/rules.h"

namespace souk {

/// One term of an alternative, with what it is worth.
struct PlannedTerm {
  std::string text;
  std::uint64_t document_frequency = 0;  ///< over the snapshot's statistics segments
  double idf = 0;
  std::vector<PostingList> lists;  ///< by segment
};
struct PlannedAlternative {
  std::vector<PlannedTerm> terms;  ///< all must occur
  double weight = 1;
  double idf = 0;  ///< of its terms together: several count as one, of the worst placed
};
/// A set of synonyms, as one term.
struct PlannedSynonyms {
  const SynonymSet* set = nullptr;  ///< the plan's synonym sets own it
  std::uint64_t document_frequency = 0;
  double idf = 0;                                      ///< at most the word's own, where it has one
  std::vector<std::shared_ptr<const MadeList>> lists;  ///< by segment
};
struct PlannedWord {
  const Ranking* ranking = nullptr;  ///< what its matches are weighed by
  std::string surface;
  std::uint8_t title_byte = 0;  ///< as TitleWords has it
  std::vector<PlannedAlternative> alternatives;
  std::vector<PlannedSynonyms> synonyms;
  /// Set for the last word of a prefix search: every surface term that starts with it also matches,
  /// all worth the same idf.
  bool prefix = false;
  double prefix_idf = 0;
  std::uint64_t prefix_frequency = 0;  ///< at least the documents of these terms
};

/// Other words for a query's, in order of preference; null ones are none.
using SynonymSets = std::vector<std::shared_ptr<const Synonyms>>;

struct Plan {
  const SearchRequest* request = nullptr;
  const Snapshot* snapshot = nullptr;
  std::string lang;  ///< the language to answer in
  /// What the words are read from: the request's q. Where a product has all of it as its
  /// identifier, a minus behind the first word excludes nothing ("HD15 Cable -Low Profile") and is
  /// left out.
  std::string text;
  SynonymSets synonyms;
  std::shared_ptr<const Ranking> ranking;
  std::vector<PlannedWord> words;  ///< every match has each
  /// Add to the score of what has them. Without other words a match has at least one.
  std::vector<PlannedWord> optional;
  std::vector<PlannedWord> excluded;  ///< no match has one
  std::vector<QueryPhrase> phrases;   ///< every match has each in a title
  std::vector<QueryPhrase> excluded_phrases;
  /// A query whose words the analyzer all dropped ("!!!") matches nothing.
  bool matches_nothing = false;
  std::optional<std::int64_t> price_min;  ///< base minor units
  std::optional<std::int64_t> price_max;
  std::vector<CategoryTree::NodeId> categories;
  std::vector<std::uint32_t> shops;  ///< directory entries
  std::vector<std::string> brands;   ///< casefolded
  struct Attribute {
    std::string name;
    std::vector<std::string> keys;  ///< casefolded
  };
  std::vector<Attribute> attributes;
  AppliedRules rules;
};

/// Looks words up in postings; the first `counted` of them, over `documents` documents in all, give
/// the document frequencies (at least 1 for a term that only the others have). Words without any
/// term stay, with no alternatives: nothing matches them. Synonyms are left out. `prefix_last`: the
/// last word may be a beginning. `ranking` outlives the words.
std::vector<PlannedWord> plan_words(const std::vector<QueryWord>& words, bool prefix_last,
                                    const std::vector<const Postings*>& postings,
                                    std::size_t counted, std::uint64_t documents,
                                    const Ranking& ranking = *Ranking::built_in());

/// A query taken apart (Analyzer::parse_query). Its words are also satisfied by all of it as one
/// identifier, however it is spelled ("wh 1000 xm4"), unless it has phrases or exclusions.
Query read_query(std::string_view text, Language language, Analyzer& analyzer,
                 const SynonymSets& synonyms = {}, bool prefix_last = false);

/// plan_words() over a snapshot, with synonyms.
std::vector<PlannedWord> plan_query_words(const std::vector<QueryWord>& words, bool prefix_last,
                                          const Snapshot& snapshot, const Ranking& ranking);

/// How many products have the most frequent way to match a word, more or less; 0: none.
std::uint64_t document_frequency(const PlannedWord& word);

/// Errors: gone, param "after", for a cursor of scores from another generation than the snapshot's.
Result<void> check_cursor(const SearchRequest& request, const Snapshot& snapshot);

/// Fills an empty plan where it is: it is long to move. Errors: bad_input, param "currency", for a
/// currency that the store has no rate for.
Result<void> make_plan(Plan& plan, const SearchRequest& request, const Snapshot& snapshot,
                       Analyzer& analyzer, SynonymSets synonyms = {},
                       std::shared_ptr<const Ranking> ranking = Ranking::built_in());

}  // namespace souk
