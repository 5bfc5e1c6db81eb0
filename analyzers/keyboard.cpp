#include "analyzers/keyboard.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <array>
#include <optional>
#include <utility>

namespace souk {
namespace {

/// The letters' keys of a Latin keyboard (US), row by row.
constexpr std::u16string_view kLatin = u"qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

struct Layout {
  std::string_view language;
  std::u16string_view keys;  ///< what the keys of kLatin give
};

/// The standard layouts of Windows and X11.
constexpr std::array<Layout, 5> kLayouts = {{
    {"ru", u"йцукенгшщзхъфывапролджэячсмитьбюё"},
    {"uk", u"йцукенгшщзхїфівапролджєячсмитьбю'"},
    {"el", u";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.`"},
    {"he", u"/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ;"},
    {"ar", u"ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلىةوزذ"},
}};
static_assert([] {
  for (const Layout& layout : kLayouts) {
    if (layout.keys.size() != kLatin.size()) return false;
  }
  return true;
}());

/// Every character of `text` through a table from one row of keys to another; nothing where a
/// letter is on no key.
std::optional<std::string> through(const icu::UnicodeString& text, std::u16string_view from,
                                   std::u16string_view to) {
  icu::UnicodeString typed;
  bool changed = false;
  for (int32_t i = 0; i < text.length(); ++i) {
    const char16_t c = text.charAt(i);
    const auto key = from.find(c);
    if (key != std::u16string_view::npos) {
      typed.append(to[key]);
      changed = true;
    } else if (u_isalpha(c) != 0) {
      return std::nullopt;
    } else {
      typed.append(c);
    }
  }
  if (!changed) return std::nullopt;
  std::string utf8;
  typed.toUTF8String(utf8);
  return utf8;
}

}  // namespace

std::vector<Retyped> retyped(std::string_view text) {
  icu::UnicodeString lower =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  lower.toLower();
  std::vector<Retyped> all;
  for (const Layout& layout : kLayouts) {
    const Language language = Language::from_tag(layout.language);
    if (auto typed = through(lower, kLatin, layout.keys)) {
      all.push_back({std::move(*typed), language});
    } else if (auto latin = through(lower, layout.keys, kLatin)) {
      all.push_back({std::move(*latin), Language()});
    }
  }
  return all;
}

}  // namespace souk
