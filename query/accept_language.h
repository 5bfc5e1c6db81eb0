#pragma once
// The Accept-Language header (RFC 9110, section 12.5.4) and the language of a request.
// Pure functions; any thread.

#include <string>
#include <string_view>
#include <vector>

namespace souk {

/// The header's tags, normalised, by weight descending, then as they came. Tags of weight 0, "*"
/// and what is malformed are left out: a browser's header never fails a request. O(n log n).
std::vector<std::string> accepted_languages(std::string_view header);

/// The first of them whose primary language is supported; empty when none is.
std::string first_supported_language(std::string_view header);

}  // namespace souk
