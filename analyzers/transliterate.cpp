#include "analyzers/transliterate.h"

#include <unicode/translit.h>
#include <unicode/uscript.h>

#include <memory>

namespace souk {
namespace {

bool is_in_another_script(const icu::UnicodeString& text) {
  for (int32_t i = 0; i < text.length();) {
    const UChar32 c = text.char32At(i);
    i += U16_LENGTH(c);
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &status);
    if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string latin_form(std::string_view text) {
  icu::UnicodeString name =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  if (!is_in_another_script(name)) return {};
  static const std::unique_ptr<icu::Transliterator> shared = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
        "Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  }();
  if (!shared) return {};
  thread_local const std::unique_ptr<icu::Transliterator> mine(shared->clone());
  mine->transliterate(name);
  std::string latin;
  name.toUTF8String(latin);
  return latin;
}

}  // namespace souk
