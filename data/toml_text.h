#pragma once
// Files of ops in TOML, read so that every error names its place. Pure; any thread.

#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "data/result.h"

namespace souk {

/// Errors: bad_input, as file:line: what.
Result<toml::table> parse_toml(std::string_view text, const std::string& file);

}  // namespace souk
