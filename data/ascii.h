#pragma once
// What texts that people and protocols write share: blanks and hexadecimal digits. Bytes of UTF-8
// beyond ASCII are neither. Pure functions; any thread.

#include <optional>
#include <string_view>

namespace souk {

/// Blanks of lines in files, where a carriage return may end one. Protocols have only the first
/// two.
inline constexpr std::string_view kLineBlanks = " \t\r";

/// `text` without the `blanks` at its ends. O(blanks).
inline std::string_view trim(std::string_view text, std::string_view blanks = " \t") {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// 0 to 15; nothing when `c` is no hexadecimal digit.
constexpr std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  if (lower >= 'a' && lower <= 'f') return static_cast<unsigned>(lower - 'a' + 10);
  return std::nullopt;
}

}  // namespace souk
