#pragma once
// Names in Latin letters, whatever script they are written in: "Электроника" → "elektronika". For
// finding names across scripts; no translation. Any thread.

#include <string>
#include <string_view>

namespace souk {

/// ICU's Any-Latin, then plain ASCII in lower case; empty where the text is in Latin letters as it
/// is. O(length), some microseconds.
std::string latin_form(std::string_view text);

}  // namespace souk
