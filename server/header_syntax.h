#pragma once
// Character classes of RFC 9110 and 9112, and the small grammars the framing gate is made of.
// Pure; any thread.

#include <cstdint>
#include <optional>
#include <string_view>

#include "data/ascii.h"

namespace souk {

/// A character of a method or header name (`tchar`).
constexpr bool is_token_char(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) return true;
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return kOthers.find(c) != std::string_view::npos;
}

/// What may stand in a header line besides its ending: no control character but the tab.
constexpr bool is_line_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t';
}

constexpr char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Compares ASCII letters without case.
bool equals_ignoring_case(std::string_view a, std::string_view b);
/// Not empty and nothing but token characters.
bool is_token(std::string_view text);
/// Well-formed UTF-8: no overlong forms, surrogates or code points above U+10FFFF.
bool is_utf8(std::string_view text);
/// One or more digits that fit 64 bits: no sign, no blank, no prefix.
std::optional<std::uint64_t> parse_digits(std::string_view text);
/// A host with an optional port: a name, an IPv4 address or an IPv6 address in brackets.
bool is_host(std::string_view text);

/// Calls `use(member)` for each non-empty member of a comma-separated list, blanks trimmed.
template <class Use>
void for_each_member(std::string_view list, Use use) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto member = trim(list.substr(0, comma));
    if (!member.empty()) use(member);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
}

}  // namespace souk
