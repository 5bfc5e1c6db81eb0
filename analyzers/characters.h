#pragma once
// What kind of character a code point is, for the tokenizer. Pure; any thread.

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstdint>

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

inline CharKind char_kind(UChar32 c) {
  if (c < 0x80) return ascii_kind(c);
  switch (c) {
    case 0x2019:
    case 0x02bc:
    case 0xff07:
      return CharKind::apostrophe;
    case 0x2010:
    case 0x2011:
    case 0xff0d:
      return CharKind::hyphen;
    case 0xff0e:
    case 0x066b:
      return CharKind::point;  // also the Arabic decimal separator
    case 0x066c:
      return CharKind::comma;
    case 0x30fc:
    case 0xff70:
    case 0xff9e:
    case 0xff9f:
      return CharKind::kana;
    default:
      break;
  }
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || c == 0x200c ||
      c == 0x200d) {
    return CharKind::mark;
  }
  if (type == U_DECIMAL_DIGIT_NUMBER) return CharKind::digit;
  if (!u_isalpha(c)) return CharKind::separator;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
      return CharKind::han;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return CharKind::kana;
    case USCRIPT_HANGUL:
      return CharKind::hangul;
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return CharKind::southeast;
    default:
      return CharKind::letter;
  }
}

}  // namespace souk
