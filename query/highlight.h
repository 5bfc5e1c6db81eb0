#pragma once
// Where the words of a query stand in a text, marked for a page. One analyzer, so one thread.

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/analyzer.h"
#include "query/plan.h"

namespace souk {

/// The text HTML-escaped, with <em> around each token that any word of the query matches (by
/// surface, stem, synonym, spelling or prefix). Marks never cut a token; neighbours are marked one
/// by one. O(length).
std::string highlight(std::string_view text, Language language, const Plan& plan,
                      Analyzer& analyzer);

/// &, <, >, " and ' as entities.
void append_html_escaped(std::string& out, std::string_view text);

}  // namespace souk
