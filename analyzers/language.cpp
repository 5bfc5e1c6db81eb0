#include "analyzers/language.h"

#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <array>
#include <string>

namespace souk {
namespace {

// Index 0 is generic. Order is part of nothing on disk: stems carry the code.
constexpr std::array<std::string_view, 29> kCodes = {
    "und", "en", "fr", "de", "es", "pt", "it", "nl", "pl", "ru", "tr", "ar", "hi", "ja", "zh",
    "ko",  "th", "sv", "el", "he", "vi", "da", "nb", "fi", "cs", "hu", "ro", "uk", "id"};

std::uint8_t index_of(std::string_view code) {
  for (std::size_t i = 1; i < kCodes.size(); ++i) {
    if (kCodes[i] == code) return static_cast<std::uint8_t>(i);
  }
  return 0;
}

}  // namespace

Language Language::from_tag(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find('-'));
  std::string lower(primary);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  // The codes that name the same language by another letter pair.
  if (lower == "no" || lower == "nn") lower = "nb";
  if (lower == "iw") lower = "he";
  if (lower == "in") lower = "id";
  return Language(index_of(lower));
}

Language Language::from_script(std::string_view utf8) {
  std::string_view decided;
  bool kana = false;
  const auto length = static_cast<int32_t>(utf8.size());
  for (int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), i, length, c);
    if (c < 0) continue;
    UErrorCode status = U_ZERO_ERROR;
    std::string_view code;
    switch (uscript_getScript(c, &status)) {
      case USCRIPT_HANGUL:
        code = "ko";
        break;
      case USCRIPT_HIRAGANA:
      case USCRIPT_KATAKANA:
        kana = true;
        code = "ja";
        break;
      case USCRIPT_HAN:
        code = "zh";
        break;
      case USCRIPT_THAI:
        code = "th";
        break;
      case USCRIPT_ARABIC:
        code = "ar";
        break;
      case USCRIPT_DEVANAGARI:
        code = "hi";
        break;
      case USCRIPT_HEBREW:
        code = "he";
        break;
      case USCRIPT_GREEK:
        code = "el";
        break;
      case USCRIPT_CYRILLIC:
        code = "ru";
        break;
      case USCRIPT_LATIN:
      default:
        continue;  // brands and models are Latin in every language
    }
    if (decided.empty() || decided == code) {
      decided = code;
    } else if (!((decided == "zh" || decided == "ja") && (code == "zh" || code == "ja"))) {
      return {};
    }
  }
  // Kana among Han is Japanese.
  return Language(index_of(kana ? "ja" : decided));
}

std::span<const Language> Language::all() {
  static const auto languages = [] {
    std::array<Language, kCodes.size() - 1> result;
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = Language(static_cast<std::uint8_t>(i + 1));
    }
    return result;
  }();
  return languages;
}

std::string_view Language::code() const { return kCodes[index_]; }

}  // namespace souk
