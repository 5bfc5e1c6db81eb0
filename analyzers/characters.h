#pragma once
// What kind of character a code point is, for the tokenizer. Pure; any thread.

#include <unicode/umachine.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace souk {

enum class CharKind : std::uint8_t {
  separator,
  letter,
  digit,
  mark,
  apostrophe,
  hyphen,
  point,
  comma,
  ampersand,
  plus,
  hash,
  han,
  kana,
  hangul,
  southeast,
};

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

inline CharKind ascii_kind(UChar32 c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return CharKind::letter;
  if (c >= '0' && c <= '9') return CharKind::digit;
  switch (c) {
    case '\'':
      return CharKind::apostrophe;
    case '-':
      return CharKind::hyphen;
    case '.':
      return CharKind::point;
    case ',':
      return CharKind::comma;
    case '&':
      return CharKind::ampersand;
    case '+':
      return CharKind::plus;
    case '#':
      return CharKind::hash;
    default:
      return CharKind::separator;
  }
}

/// Of any code point. O(1): a table of the basic plane, made at first.
CharKind char_kind(UChar32 c);

}  // namespace souk
