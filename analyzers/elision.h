#pragma once
// What an apostrophe means inside a word, by language. Pure; any thread.

#include <string_view>

#include "analyzers/language.h"

namespace souk {

enum class Apostrophe : std::uint8_t {
  join,         ///< aujourd'hui → aujourdhui, foto's → fotos
  drop_before,  ///< l'écran → écran
  drop_after,   ///< women's → women, Samsung'un → Samsung
};

/// `before` and `after`: the folded letters on both sides.
Apostrophe apostrophe_rule(std::string_view before, std::string_view after, Language language);

/// Is a folded word a unit that joins the number before it (gb, mm, mah)?
bool is_unit(std::string_view word);

}  // namespace souk
