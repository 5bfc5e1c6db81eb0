#include "analyzers/characters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>

namespace souk {
namespace {

constexpr UChar32 kBasicPlane = 0x10000;

CharKind classify(UChar32 c) {
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

}  // namespace

CharKind char_kind(UChar32 c) {
  static const auto table = [] {
    std::array<CharKind, kBasicPlane> kinds;
    for (UChar32 each = 0; each < kBasicPlane; ++each) {
      kinds[static_cast<std::size_t>(each)] = classify(each);
    }
    return kinds;
  }();
  return c >= 0 && c < kBasicPlane ? table[static_cast<std::size_t>(c)] : classify(c);
}

}  // namespace souk
