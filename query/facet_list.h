#pragma once
// The `facets` parameter: names joined with commas. Pure functions; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "query/request.h"

namespace souk {

inline constexpr std::size_t kMaxFacets = 64;

/// "brand,attr.Color,attr.\"a,b\"" as facets, each once. Nothing but white space asks for none.
/// Errors: bad_input, param "facets".
Result<std::vector<FacetSpec>> parse_facets(std::string_view text);

/// Names, one each, as the text that parse_facets reads: attributes with a comma get their quotes.
std::string join_facets(const std::vector<std::string>& names);

}  // namespace souk
