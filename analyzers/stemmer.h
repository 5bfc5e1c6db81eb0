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

  /// The folded stem of a word, or an empty view where the language has no stemmer. `folded`: the
  /// word's term; `original`: its spelling, for stemmers that know marks (German, Turkish). Valid
  /// until the next call.
  std::string_view stem(std::string_view folded, std::string_view original, Language language);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// English plurals and possessives, nothing heavier: university and universal stay two words.
std::string_view english_stem(std::string_view word, std::string& buffer);

}  // namespace souk
