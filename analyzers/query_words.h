#pragma once
// Tokens of a query → words with their alternatives. Used by Analyzer only.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/compounds.h"
#include "analyzers/grams.h"
#include "analyzers/query_text.h"
#include "analyzers/stemmer.h"
#include "analyzers/synonyms.h"
#include "analyzers/tokenizer.h"

namespace souk {

/// What a stem counts beside its surface; what a word counts as a part of a compound noun, and the
/// parts of one where they stand alone.
inline constexpr float kStemWeight = 0.9F;
inline constexpr float kPartWeight = 0.7F;

class QueryBuilder {
 public:
  QueryBuilder(Tokenizer& tokenizer, Stemmer& stemmer, Compounds& compounds, Language language,
               std::span<const std::shared_ptr<const Synonyms>> synonyms)
      : tokenizer_(tokenizer),
        stemmer_(stemmer),
        compounds_(compounds),
        language_(language),
        synonyms_(synonyms) {}

  /// Adds a part of the query that starts at byte `offset` of it; `phrase`: its atoms where it is
  /// not plain.
  void add_text(std::string_view text, std::size_t offset, QueryPart::Kind kind,
                QueryPhrase phrase = {});
  /// At most `max_words` words; equal ones once, stop words only where nothing else is.
  /// `prefix_last`: the last one may be a beginning.
  Query finish(std::size_t max_words, bool prefix_last);

  /// The words of a text in order, stop words among them.
  std::vector<QueryWord> make_words(std::string_view text);

 private:
  void add_token(const Token& token, std::string_view text, std::vector<QueryWord>& out);
  void add_word(QueryWord& word, std::string_view folded, std::string_view original);
  static void add_han(const Token& token, std::string_view text, std::vector<QueryWord>& out);
  void add_splits(QueryWord& word) const;
  static void add_hangul_splits(QueryWord& word);
  void add_joined(std::string_view text, std::vector<QueryWord>& words) const;
  void split_runs(std::vector<QueryWord>& words) const;
  void add_synonyms(std::vector<QueryWord>& words) const;
  void add_continuations(std::vector<QueryWord>& words) const;

  Tokenizer& tokenizer_;
  Stemmer& stemmer_;
  Compounds& compounds_;
  Language language_;
  std::span<const std::shared_ptr<const Synonyms>> synonyms_;
  std::vector<QueryWord> words_;
  std::vector<QueryWord> excluded_;
  std::vector<QueryPhrase> phrases_;
  std::vector<QueryPhrase> excluded_phrases_;
  bool ends_in_word_ = false;
};

/// A term cut to kMaxTermBytes at a code point: the same for documents and queries.
std::string_view cut_term(std::string_view term);
/// "Z" + language + ":" + stem
void append_stem_term(std::string& out, std::string_view stem, Language language);

}  // namespace souk
