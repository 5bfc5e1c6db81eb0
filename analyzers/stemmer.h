#pragma once
// Word → stem, per language, on folded words. Stems of one language mean nothing in another. Owns
// stemmers and a cache: one a thread.

#include <memory>
#include <string>
#include <string_view>

#include "analyzers/language.h"

namespace souk {

class Stemmer {
 public:
  Stemmer();
  ~Stemmer();
  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) noexcept;

  struct Stem {
    std::string_view text;  ///< folded; empty where the language has no stemmer
    Language language;      ///< the one that stemmed the word, whose script it is in
  };
  /// The stem of a word. `folded`: the word's term; `original`: its spelling, for stemmers that
  /// know marks (German, Turkish). Valid until the next call. No heap allocation for a word seen
  /// lately.
  Stem stem(std::string_view folded, std::string_view original, Language language);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace souk
