#include "server/header_syntax.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>

namespace souk {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// reg-name without the sub-delimiters that no host name has: a comma here is two merged headers.
constexpr bool is_name_char(char c) {
  return is_digit(c) || (lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '%';
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 code_point = 0;
    U8_NEXT(bytes, at, size, code_point);
    if (code_point < 0) return false;
  }
  return true;
}

std::optional<std::uint64_t> parse_digits(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  // from_chars takes no sign for unsigned types and reports what does not fit.
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

bool is_host(std::string_view text) {
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos || close < 3) return false;
    const auto address = text.substr(1, close - 1);
    const auto is_address_char = [](char c) { return hex_digit(c) || c == ':' || c == '.'; };
    if (!std::all_of(address.begin(), address.end(), is_address_char)) return false;
    const auto rest = text.substr(close + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  const auto colon = text.find(':');
  const auto name = text.substr(0, colon);
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_char)) return false;
  return colon == std::string_view::npos || is_port(text.substr(colon + 1));
}

}  // namespace souk
