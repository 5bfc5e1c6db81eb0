#pragma once
// Small checked formats that feeds and requests share: dates, language tags, ids, UTF-8.
// Pure functions; any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace souk {

/// RFC 3339 date-time or full-date (= 00:00:00Z) as seconds since the epoch; fractions are cut,
/// leap second 60 counts as 59. Nothing when malformed or impossible (year 0000, 30 February).
std::optional<std::int64_t> parse_timestamp(std::string_view text);
/// Seconds since the epoch as "2026-11-23T17:00:00Z".
std::string format_timestamp(std::int64_t seconds);

/// The tag in lower case when it is well-formed BCP 47 (RFC 5646 syntax, ≤ 35 bytes), else nothing.
std::optional<std::string> normalize_language_tag(std::string_view tag);

/// 1–64 of A-Za-z0-9._:- (products, shops, categories).
bool is_valid_id(std::string_view id);

/// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

/// White space alone (Unicode's), or nothing. `text` must be UTF-8.
bool is_blank(std::string_view text);

/// The parts between separators; empty ones too.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Unicode full case folding after NFKC (ICU's NFKC_Casefold): how filter and facet strings
/// compare.
std::string casefold(std::string_view text);

}  // namespace souk
