#include "analyzers/fold.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>

namespace souk {
namespace {

const icu::Normalizer2& casefolder() {
  static const icu::Normalizer2* const normalizer = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKCCasefoldInstance(status);
  }();
  return *normalizer;
}
const icu::Normalizer2& decomposer() {
  static const icu::Normalizer2* const normalizer = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFDInstance(status);
  }();
  return *normalizer;
}
const icu::Normalizer2& composer() {
  static const icu::Normalizer2* const normalizer = [] {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(status);
  }();
  return *normalizer;
}

/// Letters that Unicode does not decompose but people type without their stroke.
const char16_t* plain_letter(UChar32 c) {
  switch (c) {
    case 0x00e6:
      return u"ae";
    case 0x0153:
      return u"oe";
    case 0x00f8:
      return u"o";
    case 0x0142:
      return u"l";
    case 0x0111:
      return u"d";
    case 0x00f0:
      return u"d";
    case 0x0131:
      return u"i";
    case 0x0127:
      return u"h";
    case 0x03c2:
      return u"σ";
    case 0x0649:
      return u"ي";
    default:
      return nullptr;
  }
}

/// Is a combining mark dropped after this base letter?
bool drops_mark(UChar32 base, UChar32 mark) {
  if (mark >= 0x064b && mark <= 0x0652) return true;            // harakat
  if (mark == 0x0670 || mark == 0x093c) return true;            // superscript alef, nukta
  if (mark >= 0x0653 && mark <= 0x0655) return base == 0x0627;  // madda and hamza on alef
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(base, &status);
  if (script == USCRIPT_LATIN || script == USCRIPT_GREEK) return true;
  return base == 0x0435 && mark == 0x0308;  // ё; й keeps its breve
}

icu::UnicodeString fold_marks(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString parts = decomposer().normalize(text, status);
  icu::UnicodeString kept;
  UChar32 base = 0;
  for (int32_t i = 0; i < parts.length();) {
    const UChar32 c = parts.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      if (!drops_mark(base, c)) kept.append(c);
      continue;
    }
    base = c;
    if (c == 0x0640) continue;  // tatweel
    const int32_t digit = u_charDigitValue(c);
    if (const char16_t* plain = plain_letter(c)) {
      kept.append(plain);
    } else if (digit >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
      kept.append(static_cast<UChar32>('0' + digit));
    } else {
      kept.append(c);
    }
  }
  return composer().normalize(kept, status);
}

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

/// What a character of two bytes in UTF-8 is folded to by itself; none where its neighbours matter.
struct Folded {
  std::array<char, 7> bytes{};
  std::uint8_t length = kDepends;
  static constexpr std::uint8_t kDepends = 0xff;
};

constexpr UChar32 kTwoBytes = 0x80;     // the first such character
constexpr UChar32 kThreeBytes = 0x800;  // the first of three

const std::array<Folded, kThreeBytes>& folded_characters() {
  static const auto all = [] {
    std::array<Folded, kThreeBytes> made;
    for (UChar32 c = kTwoBytes; c < kThreeBytes; ++c) {
      // Marks are all that folding composes with what is before them.
      if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0) continue;
      UErrorCode status = U_ZERO_ERROR;
      std::string bytes;
      fold_marks(casefolder().normalize(icu::UnicodeString(c), status)).toUTF8String(bytes);
      Folded& folded = made[static_cast<std::size_t>(c)];
      if (bytes.size() > folded.bytes.size()) continue;
      std::copy(bytes.begin(), bytes.end(), folded.bytes.begin());
      folded.length = static_cast<std::uint8_t>(bytes.size());
    }
    return made;
  }();
  return all;
}

/// Appends the folded text where it is of one- and two-byte characters that do not depend on each
/// other: Latin, Cyrillic, Greek, Hebrew and Arabic without combining marks. Else false, and some
/// of it may be appended.
bool append_simple(std::string& out, std::string_view text) {
  const auto& table = folded_characters();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < kTwoBytes) {
      out += static_cast<char>(first >= 'A' && first <= 'Z' ? first - 'A' + 'a' : first);
      continue;
    }
    const unsigned second = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (first < 0xc2 || first > 0xdf || (second & 0xc0U) != 0x80) return false;
    const Folded& folded = table[(first & 0x1fU) << 6 | (second & 0x3fU)];
    if (folded.length == Folded::kDepends) return false;
    out.append(folded.bytes.data(), folded.length);
    ++i;
  }
  return true;
}

}  // namespace

void append_folded(std::string& out, std::string_view text) {
  const std::size_t before = out.size();
  if (append_simple(out, text)) return;
  out.resize(before);
  UErrorCode status = U_ZERO_ERROR;
  fold_marks(casefolder().normalize(from_utf8(text), status)).toUTF8String(out);
}

std::string lower_keeping_marks(std::string_view text, bool turkish) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString lower = from_utf8(text);
  if (turkish) lower.toLower(icu::Locale("tr"));
  std::string result;
  casefolder().normalize(lower, status).toUTF8String(result);
  return result;
}

char32_t simplified(char32_t han) {
  // The transliterator costs microseconds a call: each character once a thread.
  thread_local std::unordered_map<char32_t, char32_t> known;
  const auto [entry, added] = known.try_emplace(han, han);
  if (!added) return entry->second;
  static const std::unique_ptr<icu::Transliterator> shared = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(
        icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  }();
  if (!shared) return han;
  thread_local const std::unique_ptr<icu::Transliterator> mine(shared->clone());
  icu::UnicodeString text(static_cast<UChar32>(han));
  mine->transliterate(text);
  if (text.countChar32() == 1) entry->second = static_cast<char32_t>(text.char32At(0));
  return entry->second;
}

std::string identifier_form(std::string_view text) {
  // Signs go before folding, which makes letters of some (™ is "tm"); those of ASCII behind it.
  std::string kept;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const int32_t from = i;
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    constexpr std::uint32_t kSigns = U_GC_S_MASK | U_GC_P_MASK | U_GC_Z_MASK;
    if (c < 0 || (c >= kTwoBytes && (U_GET_GC_MASK(c) & kSigns) != 0)) continue;
    kept += text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(i - from));
  }
  std::string form;
  append_folded(form, kept);
  std::erase_if(form, [](char c) {
    const bool ascii = static_cast<signed char>(c) >= 0;
    return ascii && (c < '0' || c > '9') && (c < 'a' || c > 'z');
  });
  return form;
}

}  // namespace souk
