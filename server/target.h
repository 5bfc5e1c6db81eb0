#pragma once
// A request target taken apart: decoded path segments and the raw query. Values; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "data/result.h"

namespace souk {

struct Target {
  std::string path;                   ///< decoded, joined with "/"; "*" for OPTIONS *
  std::vector<std::string> segments;  ///< decoded one by one, so `%2F` stays inside its segment
  std::string query;                  ///< raw, without "?"
};

/// Takes a target apart that the framing gate has accepted (origin, absolute or asterisk form).
/// Fails on a cut or wrong escape, on `%00`, and on what does not decode to UTF-8. The query is
/// left to those who know its parameters. `+` in a path is a plus.
Result<Target> parse_target(std::string_view target);

/// A pattern or a path cut at its slashes, undecoded: "/v1/x" → {"v1", "x"}, "/" → {""}.
std::vector<std::string_view> split_path(std::string_view path);

}  // namespace souk
