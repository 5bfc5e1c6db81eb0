#pragma once
// JSON's tokens inside texts that are not JSON: strings and numbers of filter expressions, quoted
// names in facet lists. Pure functions; any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace souk {

/// A JSON string read from a longer text.
struct JsonStringToken {
  std::string text;           ///< unescaped
  std::size_t end = 0;        ///< offset after the closing quote; where it is wrong otherwise
  std::string_view expected;  ///< what should have stood at `end`; empty when all is well
};

/// Reads the string whose opening quote stands at `start`. Control characters, lone surrogates and
/// NUL are refused. `text` must be UTF-8. O(length).
JsonStringToken read_json_string_token(std::string_view text, std::size_t start);

/// The length of the JSON number that `text` begins with; 0 when it begins with none.
std::size_t json_number_length(std::string_view text);

}  // namespace souk
