#pragma once
// The queries that a title answers: what the article is, with the words that stand next to it, and
// with its brand ("Sony WH-1000XM4 Wireless Over-Ear Headphones" → headphones, over-ear headphones,
// sony headphones, sony wh-1000xm4 …). What buyers are offered while they type. One object a
// thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "analyzers/head_word.h"

namespace souk {

/// A text as completions are found by: folded, hyphens as blanks, one blank between words, none at
/// the beginning; one at the end where the text has any. O(length).
std::string completion_key(std::string_view text);

class TitlePhrases {
 public:
  /// In lower case, marks kept, each once; valid until the next call. `terms` and `head`: the
  /// title's, as Analyzer::analyze and head_word give them. O(length).
  std::span<const std::string> of(std::string_view title, std::span<const Term> terms,
                                  const HeadWord& head, Language language, std::string_view brand);

 private:
  struct Word {
    std::uint32_t start;
    std::uint32_t end;
    std::string_view folded;
    bool joined = false;  ///< to the word before, by a blank or a hyphen alone
  };
  void find_words(std::string_view title, std::span<const Term> terms);
  /// Words [first, last] of the title, if they stand next to each other and make a phrase.
  void add(std::size_t first, std::size_t last);
  void add_text(std::string text);
  void add_spaced(const HeadWord& head, std::string_view brand);
  void add_names(std::size_t of_brand);
  void add_glued(std::string_view title);

  std::string_view title_;
  Language language_;
  std::vector<Word> words_;
  std::vector<std::string> phrases_;
};

}  // namespace souk
