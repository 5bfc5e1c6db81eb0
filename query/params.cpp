// Query strings as parameters: split at "&" and "=", percent-decode, check the text.

#include <fmt/format.h>

#include <optional>

#include "data/ascii.h"
#include "data/formats.h"
#include "query/request.h"

namespace souk {
namespace {

/// A piece of a query string as text, or what is wrong with it.
struct Decoded {
  std::string text;
  std::string_view problem;
};

Decoded decode(std::string_view raw) {
  Decoded decoded;
  decoded.text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '+') {
      decoded.text += ' ';
    } else if (raw[at] != '%') {
      decoded.text += raw[at];
    } else {
      const auto high = at + 1 < raw.size() ? hex_digit(raw[at + 1]) : std::nullopt;
      const auto low = at + 2 < raw.size() ? hex_digit(raw[at + 2]) : std::nullopt;
      if (!high || !low) {
        decoded.problem = "has a % without two hexadecimal digits";
        return decoded;
      }
      decoded.text += static_cast<char>(*high << 4 | *low);
      at += 2;
    }
  }
  if (decoded.text.find('\0') != std::string::npos) {
    decoded.problem = "contains a NUL character";
  } else if (!is_valid_utf8(decoded.text)) {
    decoded.problem = "is not UTF-8";
  }
  return decoded;
}

/// A name that does not decode, so that an error can name it: other than printable ASCII is
/// escaped.
std::string printable(std::string_view raw) {
  std::string text;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte > 0x20 && byte < 0x7f ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return text;
}

Result<Param> parse_pair(std::string_view pair) {
  const std::size_t equals = pair.find('=');
  const std::string_view raw_name = pair.substr(0, equals);
  Decoded name = decode(raw_name);
  if (!name.problem.empty()) {
    const std::string shown = printable(raw_name);
    return fail(ErrorCode::bad_input, fmt::format("the name {} {}", shown, name.problem), shown);
  }
  if (equals == std::string_view::npos) return Param{std::move(name.text), {}};
  Decoded value = decode(pair.substr(equals + 1));
  if (!value.problem.empty()) {
    return fail(ErrorCode::bad_input, fmt::format("{} {}", name.text, value.problem), name.text);
  }
  return Param{std::move(name.text), std::move(value.text)};
}

}  // namespace

Result<std::vector<Param>> parse_query_string(std::string_view text) {
  std::vector<Param> params;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (pair.empty()) continue;
    auto param = parse_pair(pair);
    if (!param) return param.error();
    params.push_back(std::move(*param));
  }
  return params;
}

}  // namespace souk
