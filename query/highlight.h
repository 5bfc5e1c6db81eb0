#pragma once
// Where the words of a query stand in a text, marked for a page. One analyzer, so one thread.

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analyzers/analyzer.h"
#include "query/plan.h"

namespace souk {

/// What the words of a query match texts by. Made once a page; the plan outlives it.
class Highlighter {
 public:
  explicit Highlighter(const Plan& plan);

  /// The text HTML-escaped, with <em> around each token that any word of the query matches (by
  /// surface, stem, synonym, spelling or prefix). Marks never cut a token; neighbours are marked
  /// one by one. O(length + synonyms of several words).
  std::string mark(std::string_view text, Language language, Analyzer& analyzer) const;

 private:
  using Terms = std::unordered_set<std::string_view>;
  void add(const PlannedWord& word);

  Terms terms_;
  std::vector<const std::vector<std::string>*> phrases_;  ///< synonyms of several terms
  std::string_view prefix_;
};

/// &, <, >, " and ' as entities.
void append_html_escaped(std::string& out, std::string_view text);

}  // namespace souk
