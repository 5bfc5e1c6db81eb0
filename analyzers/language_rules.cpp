#include "analyzers/language_rules.h"

#include <unicode/utf8.h>

#include <array>

namespace souk {
namespace {

constexpr LanguageRules kGeneric = {.code = "und"};

// In the order of Language's indexes.
const std::array<const LanguageRules*, 29> kAll = {
    &kGeneric,  &kRules_en, &kRules_fr, &kRules_de, &kRules_es, &kRules_pt, &kRules_it, &kRules_nl,
    &kRules_pl, &kRules_ru, &kRules_tr, &kRules_ar, &kRules_hi, &kRules_ja, &kRules_zh, &kRules_ko,
    &kRules_th, &kRules_sv, &kRules_el, &kRules_he, &kRules_vi, &kRules_da, &kRules_nb, &kRules_fi,
    &kRules_cs, &kRules_hu, &kRules_ro, &kRules_uk, &kRules_id};

/// The script of a word's first letter.
Script script_of(std::string_view word) {
  if (word.empty() || static_cast<signed char>(word.front()) >= 0) return Script::latin;
  UChar32 c = 0;
  int32_t i = 0;
  U8_NEXT(word.data(), i, static_cast<int32_t>(word.size()), c);
  if (c < 0x370) return Script::latin;
  if (c < 0x400) return Script::greek;
  if (c < 0x530) return Script::cyrillic;
  if (c >= 0x590 && c < 0x600) return Script::hebrew;
  if (c >= 0x600 && c < 0x780) return Script::arabic;
  if (c >= 0x900 && c < 0x980) return Script::devanagari;
  return c >= 0x1e00 && c < 0x2000 ? Script::latin : Script::own;
}

}  // namespace

Apostrophe drop_final_s(std::string_view /*before*/, std::string_view after) {
  return after == "s" ? Apostrophe::drop_after : Apostrophe::join;
}
Apostrophe join_always(std::string_view /*before*/, std::string_view /*after*/) {
  return Apostrophe::join;
}

const LanguageRules& rules(Language language) { return *kAll[language.index()]; }

Language word_language(std::string_view folded, Language language) {
  const Script script = script_of(folded);
  if (language.is_generic() || script == rules(language).script) return language;
  static const std::array<Language, 7> kOf = {Language::from_tag("en"),
                                              Language::from_tag("ru"),
                                              Language::from_tag("ar"),
                                              Language::from_tag("hi"),
                                              Language::from_tag("el"),
                                              Language::from_tag("he"),
                                              Language()};
  return script == Script::own ? language : kOf[static_cast<std::size_t>(script)];
}

void english_stem(std::string& word) {
  const auto ends = [&](std::string_view suffix) {
    return word.size() > suffix.size() + 1 && word.ends_with(suffix);
  };
  if (ends("ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, 1, 'y');
  } else if (ends("sses") || ends("shes") || ends("ches") || ends("xes") || ends("zzes")) {
    word.resize(word.size() - 2);
  } else if (ends("s") && !ends("ss") && !ends("us") && !ends("is") && word.size() > 3) {
    word.pop_back();
  }
}

}  // namespace souk
