#include "analyzers/query_text.h"

#include <algorithm>

namespace souk {
namespace {

constexpr std::string_view kOpening = "\u201c";
constexpr std::string_view kClosing = "\u201d";

/// The length of a quote at `at`; zero where there is none.
std::size_t quote_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with('"')) return 1;
  return rest.starts_with(kOpening) || rest.starts_with(kClosing) ? kOpening.size() : 0;
}

std::size_t find_quote(std::string_view text, std::size_t at) {
  while (at < text.size() && quote_at(text, at) == 0) ++at;
  return at;
}

bool is_blank_at(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || text[at] == '\t' || text[at] == '\n' ||
         text[at] == '\r';
}

}  // namespace

std::vector<QueryPart> split_query(std::string_view text) {
  std::vector<QueryPart> parts;
  std::size_t plain = 0;
  const auto add = [&](QueryPart::Kind kind, std::size_t start, std::size_t end) {
    if (start < end) {
      parts.push_back({kind, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)});
    }
  };
  for (std::size_t at = 0; at < text.size();) {
    const bool minus = text[at] == '-' && (at == 0 || is_blank_at(text, at - 1)) &&
                       !is_blank_at(text, at + 1) && text[at + 1] != '-';
    const std::size_t first = at + (minus ? 1 : 0);
    // The inches of 15" open nothing.
    const bool opens = minus || at == 0 || is_blank_at(text, at - 1);
    if (const std::size_t quote = quote_at(text, first); quote != 0 && opens) {
      const std::size_t close = find_quote(text, first + quote);
      if (close < text.size()) {
        add(QueryPart::plain, plain, at);
        add(minus ? QueryPart::excluded_phrase : QueryPart::phrase, first + quote, close);
        plain = at = close + quote_at(text, close);
        continue;
      }
    }
    if (minus) {
      add(QueryPart::plain, plain, at);
      std::size_t end = first;
      while (!is_blank_at(text, end)) ++end;
      add(QueryPart::excluded, first, end);
      plain = at = end;
      continue;
    }
    ++at;
  }
  add(QueryPart::plain, plain, text.size());
  return parts;
}

}  // namespace souk
