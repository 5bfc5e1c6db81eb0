#pragma once
// Tokens of a query → words with their alternatives. Used by Analyzer only.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/stemmer.h"
#include "analyzers/tokenizer.h"

namespace souk {

/// What a stem counts beside its surface.
inline constexpr float kStemWeight = 0.9F;

std::vector<QueryWord> make_query_words(std::span<const Token> tokens, std::string_view text,
                                        Language language, std::size_t max_words, Stemmer& stemmer);

/// A term cut to kMaxTermBytes at a code point: the same for documents and queries.
std::string_view cut_term(std::string_view term);
/// "Z" + language + ":" + stem
void append_stem_term(std::string& out, std::string_view stem, Language language);

}  // namespace souk
