#include "query/highlight.h"

#include <algorithm>
#include <set>
#include <string>

namespace souk {
namespace {

using TextTerms = std::set<std::string_view>;

/// The terms that a query matches a text by.
struct Wanted {
  std::set<std::string, std::less<>> terms;
  std::string prefix;

  Wanted(const Plan& plan, const TextTerms& text) {
    for (const auto* words : {&plan.words, &plan.optional}) add(*words, text);
  }
  void add(const std::vector<PlannedWord>& words, const TextTerms& text) {
    for (const PlannedWord& word : words) {
      for (const PlannedAlternative& alternative : word.alternatives) {
        for (const PlannedTerm& term : alternative.terms) terms.insert(term.text);
      }
      for (const PlannedSynonyms& synonyms : word.synonyms) {
        // One word of a phrase is none: "casque à réduction de bruit" does not mark every "à".
        for (const auto& way : synonyms.set->ways) {
          const bool whole = std::all_of(
              way.begin(), way.end(), [&](const std::string& term) { return text.contains(term); });
          if (whole) terms.insert(way.begin(), way.end());
        }
      }
      if (word.prefix) prefix = word.surface;
    }
  }
  [[nodiscard]] bool has(std::string_view term) const {
    return terms.contains(term) || (!prefix.empty() && term.starts_with(prefix));
  }
};

struct Range {
  std::size_t start;
  std::size_t end;
};

}  // namespace

void append_html_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string highlight(std::string_view text, Language language, const Plan& plan,
                      Analyzer& analyzer) {
  const auto terms = analyzer.analyze(text, language);
  TextTerms in_text;
  for (const Term& term : terms) in_text.insert(term.text);
  const Wanted wanted(plan, in_text);
  std::vector<Range> ranges;
  for (const Term& term : terms) {
    if (wanted.has(term.text)) ranges.push_back({term.start, term.end});
  }
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) {
    return a.start != b.start ? a.start < b.start : a.end > b.end;
  });
  std::string out;
  std::size_t at = 0;
  for (const Range& range : ranges) {
    if (range.end <= at) continue;
    // Overlapping tokens (bigrams of a run) go on inside one mark.
    const bool overlaps = range.start < at;
    if (overlaps) {
      out.erase(out.size() - std::string_view("</em>").size());
    } else {
      append_html_escaped(out, text.substr(at, range.start - at));
      out += "<em>";
    }
    const std::size_t from = overlaps ? at : range.start;
    append_html_escaped(out, text.substr(from, range.end - from));
    out += "</em>";
    at = range.end;
  }
  append_html_escaped(out, text.substr(at));
  return out;
}

}  // namespace souk
