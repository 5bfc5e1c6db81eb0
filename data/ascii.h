#pragma once
// What texts that people and protocols write share: blanks and hexadecimal digits. Bytes of UTF-8
// beyond ASCII are neither. Pure functions; any thread.

#include <optional>
#include <string_view>

namespace souk {

/// `text` without the spaces, tabs and carriage returns at its ends. O(blanks).
inline std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// 0 to 15; nothing when `c` is no hexadecimal digit.
constexpr std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a' + 10);
  return std::nullopt;
}

}  // namespace souk
