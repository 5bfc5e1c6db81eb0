#pragma once
// What a query's quotes and minuses ask of a product, as tests of documents.

#include "analyzers/analyzer.h"
#include "data/cards.h"
#include "query/filter_eval.h"
#include "query/word_group.h"

namespace souk {

/// Passes products that have the phrase in one of their titles, or, unless `wanted`, in none.
/// Titles are analyzed in their own language, about a microsecond each. `cards` outlive the test.
BlockTest phrase_test(const QueryPhrase& phrase, bool wanted, const Cards& cards);

/// Passes products that a word does not match.
BlockTest exclusion_test(WordGroup word);

/// Do the atoms stand in a text next to each other?
bool has_phrase(const QueryPhrase& phrase, std::string_view text, Language language,
                Analyzer& analyzer);

}  // namespace souk
