#include "query/highlight.h"

#include <algorithm>

namespace souk {
namespace {

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

Highlighter::Highlighter(const Plan& plan) {
  for (const auto* words : {&plan.words, &plan.optional}) {
    for (const PlannedWord& word : *words) add(word);
  }
}

void Highlighter::add(const PlannedWord& word) {
  for (const PlannedAlternative& alternative : word.alternatives) {
    for (const PlannedTerm& term : alternative.terms) terms_.insert(term.text);
  }
  for (const PlannedSynonyms& synonyms : word.synonyms) {
    for (const auto& way : synonyms.set->ways) {
      if (way.size() == 1) {
        terms_.insert(way.front());
      } else {
        phrases_.push_back(&way);
      }
    }
  }
  if (word.prefix) prefix_ = word.surface;
}

std::string Highlighter::mark(std::string_view text, Language language, Analyzer& analyzer) const {
  const auto terms = analyzer.analyze(text, language);
  Terms in_text;
  for (const Term& term : terms) in_text.insert(term.text);
  // One word of a phrase is none: "casque à réduction de bruit" does not mark every "à".
  Terms of_phrases;
  for (const auto* phrase : phrases_) {
    const bool whole = std::all_of(phrase->begin(), phrase->end(),
                                   [&](const std::string& term) { return in_text.contains(term); });
    if (whole) of_phrases.insert(phrase->begin(), phrase->end());
  }
  std::vector<Range> ranges;
  for (const Term& term : terms) {
    const bool wanted = terms_.contains(term.text) || of_phrases.contains(term.text) ||
                        (!prefix_.empty() && term.text.starts_with(prefix_));
    if (wanted) ranges.push_back({term.start, term.end});
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
