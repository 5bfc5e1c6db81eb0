#pragma once
// Text → terms, the same at index and query time. An Analyzer owns ICU objects, stemmers and
// scratch memory: one a thread, kept for the thread's life.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/language.h"

namespace souk {

/// Terms longer than this (bytes) are cut at a code point; Xapian's own limit is 245.
inline constexpr std::size_t kMaxTermBytes = 200;
/// Sets of other words that a query's word may also be satisfied by.
inline constexpr std::size_t kMostSynonyms = 16;

enum class TermKind : std::uint8_t {
  word,    ///< a surface form, folded
  stem,    ///< "Z" + language + ":" + stem ("Zfr:ecouteur"); emitted even where it equals the word
  number,  ///< a number, or a number with its unit ("128gb")
  part,    ///< one part of a compound or model number ("usb" of USB-C); of a compound noun a term
           ///< of its own, "P" + language + ":" + part ("Pde:beutel")
  compound,  ///< the joined form of a compound ("usbc")
  run,       ///< a whole run of katakana, hangul …
  gram,      ///< a unigram or bigram of a script without spaces
};
/// "word", "stem", …: what `souk-indexer analyze` prints.
std::string_view name(TermKind kind);

/// A term and the bytes [start, end) of the original text that it stands for.
struct Term {
  std::string_view text;
  TermKind kind = TermKind::word;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t position = 0;  ///< ordinal of the token, shared by all terms of one token
};

/// The stem of the token that `terms` begin with, without its prefix, where it has one; else its
/// first term.
inline std::string_view key_of(std::span<const Term> terms) {
  const Term& word = terms.front();
  const bool has_stem =
      terms.size() > 1 && terms[1].kind == TermKind::stem && terms[1].position == word.position;
  return has_stem ? terms[1].text.substr(terms[1].text.find(':') + 1) : word.text;
}

/// One way to satisfy a query word: all of `terms` in a document. `weight` in (0, 1] scales its
/// score: 1 for the surface, less for a stem.
struct Alternative {
  std::vector<std::string> terms;
  float weight = 1;
  /// Not the word itself (written together with its neighbours, spelt otherwise): worth at most
  /// what the word is, or the first of its kind where the word does not occur, however rare.
  bool derived = false;
  friend bool operator==(const Alternative&, const Alternative&) = default;
};

struct SynonymSet;

/// A word of a query: a document matches it by any alternative or synonym (the best one counts).
struct QueryWord {
  std::string surface;  ///< the folded word, what a prefix search extends
  std::vector<Alternative> alternatives;
  std::vector<const SynonymSet*> synonyms;
  std::uint32_t start = 0;  ///< bytes of the query text
  std::uint32_t end = 0;
  std::string key;     ///< its stem, else its surface: what synonyms are found by
  bool glued = false;  ///< of a script without spaces
  friend bool operator==(const QueryWord&, const QueryWord&) = default;
};

/// Adds a way to satisfy a word that it lacks. Says whether it lacked it.
bool add_alternative(QueryWord& word, Alternative alternative);

/// Words next to each other in a title.
struct QueryPhrase {
  std::vector<std::string> atoms;  ///< as Analyzer::atoms gives them
  friend bool operator==(const QueryPhrase&, const QueryPhrase&) = default;
};

/// A query taken apart: all words and phrases must match, nothing excluded may.
struct Query {
  std::vector<QueryWord> words;  ///< those of phrases too, by surface only
  std::vector<QueryPhrase> phrases;
  std::vector<QueryWord> excluded;
  std::vector<QueryPhrase> excluded_phrases;
  bool ends_in_word = false;  ///< the text ends in a word that may be a beginning
};

class Synonyms;

class Analyzer {
 public:
  Analyzer();
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;
  Analyzer& operator=(Analyzer&&) noexcept;

  /// The terms of a document's text, in order of start offset. Invalid UTF-8 is skipped. The span
  /// and its views are valid until the next call. O(length), no heap allocation per token once
  /// warm.
  std::span<const Term> analyze(std::string_view text, Language language);

  /// The words of a query, at most `max_words`; stop words dropped where other words remain. Equal
  /// words are kept once.
  std::vector<QueryWord> analyze_query(std::string_view text, Language language,
                                       std::size_t max_words = 32);

  /// A query as people write it: "words in quotes" are a phrase, -word excludes. Words get the sets
  /// of `synonyms` (null ones are none), earlier ones first, at most kMostSynonyms a word; a query
  /// that ends in a beginning of a word, where `prefix_last` says so, those of its continuations.
  Query parse_query(std::string_view text, Language language,
                    std::span<const std::shared_ptr<const Synonyms>> synonyms = {},
                    bool prefix_last = false, std::size_t max_words = 32);

  /// The words of a text in order, stop words among them: what synonyms are keyed by.
  std::vector<QueryWord> words_of(std::string_view text, Language language);

  /// A text as a flat sequence of what a phrase is compared by: words, parts of compounds, numbers
  /// with their unit, single characters of scripts without spaces. Views are valid until the next
  /// call.
  std::span<const std::string_view> atoms(std::string_view text, Language language);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace souk
