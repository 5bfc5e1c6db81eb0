#pragma once
// The syntax of a query: words, "phrases in quotes", -exclusions. Pure; any thread.

#include <cstdint>
#include <string_view>
#include <vector>

namespace souk {

/// A stretch of a query, without its quotes and minus.
struct QueryPart {
  enum Kind : std::uint8_t { plain, phrase, excluded, excluded_phrase };
  Kind kind = plain;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend bool operator==(const QueryPart&, const QueryPart&) = default;
};

/// Splits a query. A minus excludes where a word or quote follows it at once and no letter precedes
/// it; a quote opens at the start of a word; one that is never closed, or a minus before a blank,
/// is plain text. ” closes “ and ".
std::vector<QueryPart> split_query(std::string_view text);

}  // namespace souk
