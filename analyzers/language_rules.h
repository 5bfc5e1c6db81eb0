#pragma once
// What makes a language: its stemmer, its apostrophes, its stop words, its compounds. One constant
// a language, in languages/CODE.cpp. Pure; any thread.

#include <string>
#include <string_view>

#include "analyzers/language.h"
#include "analyzers/word_set.h"

namespace souk {

/// What an apostrophe means inside a word.
enum class Apostrophe : std::uint8_t {
  join,         ///< aujourd'hui → aujourdhui, foto's → fotos
  drop_before,  ///< l'écran → écran
  drop_after,   ///< women's → women, Samsung'un → Samsung
};

/// The script that a language's own words are in. Words in another one are stemmed by the language
/// that script stands for: English for Latin, Russian for Cyrillic.
enum class Script : std::uint8_t { latin, cyrillic, arabic, devanagari, greek, hebrew, own };

/// An owner's or plural's 's goes, other apostrophes join.
Apostrophe drop_final_s(std::string_view before, std::string_view after);
/// Every apostrophe joins (Dutch foto's).
Apostrophe join_always(std::string_view before, std::string_view after);

struct LanguageRules {
  std::string_view code;
  /// Snowball's algorithm, as Xapian names it; null: none.
  const char* snowball = nullptr;
  /// Snowball gets the word with its marks; else folded, as our own get it.
  bool stems_marked = false;
  /// Our own light stemmer, after Snowball's where both are given; null: none.
  void (*stem)(std::string& word) = nullptr;
  Script script = Script::latin;
  /// `before` and `after`: the folded letters on both sides.
  Apostrophe (*apostrophe)(std::string_view before, std::string_view after) = drop_final_s;
  /// Folded words that no rule knows, as "knives:knife": the second is stemmed for the first, and a
  /// word that stands for itself is its own stem.
  WordSet irregular;
  WordSet stop_words;  ///< folded
  /// After these a title says what the article is for, has, or is made of; folded.
  WordSet prepositions;
  /// Words that compounds are made of, lower-case with their marks; none: compounds stay whole.
  WordSet nouns;
  WordSet links;  ///< letters that may join them
  WordSet whole;  ///< words that are not what their parts say
};

/// The rules of a language; of generic, none.
const LanguageRules& rules(Language language);

/// The language that stems a folded word: `language` itself, or the one that its script stands for.
Language word_language(std::string_view folded, Language language);

/// English plurals, nothing heavier: university and universal stay two words.
void english_stem(std::string& word);

extern const LanguageRules kRules_en;
extern const LanguageRules kRules_fr;
extern const LanguageRules kRules_de;
extern const LanguageRules kRules_es;
extern const LanguageRules kRules_pt;
extern const LanguageRules kRules_it;
extern const LanguageRules kRules_nl;
extern const LanguageRules kRules_pl;
extern const LanguageRules kRules_ru;
extern const LanguageRules kRules_tr;
extern const LanguageRules kRules_ar;
extern const LanguageRules kRules_hi;
extern const LanguageRules kRules_ja;
extern const LanguageRules kRules_zh;
extern const LanguageRules kRules_ko;
extern const LanguageRules kRules_th;
extern const LanguageRules kRules_sv;
extern const LanguageRules kRules_el;
extern const LanguageRules kRules_he;
extern const LanguageRules kRules_vi;
extern const LanguageRules kRules_da;
extern const LanguageRules kRules_nb;
extern const LanguageRules kRules_fi;
extern const LanguageRules kRules_cs;
extern const LanguageRules kRules_hu;
extern const LanguageRules kRules_ro;
extern const LanguageRules kRules_uk;
extern const LanguageRules kRules_id;

}  // namespace souk
