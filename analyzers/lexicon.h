#pragma once
// data/lexicon.txt, compiled in and taken apart. Any thread.

#include <string_view>
#include <vector>

#include "analyzers/language.h"

namespace souk {

/// What one thing, colour or property is called.
struct LexiconRow {
  std::vector<std::string_view> phrases;
  std::vector<Language> languages;  ///< beside the phrases
  bool article = false;             ///< it may be what a title is about
};

/// O(length of the file).
std::vector<LexiconRow> lexicon_rows();

}  // namespace souk
