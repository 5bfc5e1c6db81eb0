#pragma once
// What a text says that was typed with the keyboard set to another language: "yfeiybrb" is
// "наушники" on a Russian keyboard, "шзрщту" is "iphone". Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "analyzers/language.h"

namespace souk {

struct Retyped {
  std::string text;
  Language language;  ///< whose keyboard it is then typed on; generic for Latin letters
};

/// The text as the same keys give it in Russian, Ukrainian, Greek, Hebrew and Arabic where its
/// letters are Latin, and on a Latin keyboard where they are all of one of these. Lower case;
/// digits and blanks stay; empty where letters are mixed. O(length).
std::vector<Retyped> retyped(std::string_view text);

}  // namespace souk
