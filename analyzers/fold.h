#pragma once
// Folding: what makes "Écran", "écran" and "ecran", or "Ｗｉｆｉ" and "wifi", one term. Stateless
// but for ICU's shared data; any thread.

#include <string>
#include <string_view>

namespace souk {

/// Appends `text` folded: NFKC_Casefold; marks removed on Latin and Greek letters, Arabic harakat
/// and tatweel, the Devanagari nukta, hamza on alef, ё → е; ø ł đ ı as their plain letters, œ æ as
/// two; digits of every script as ASCII. Idempotent. ASCII costs a pass over the bytes.
void append_folded(std::string& out, std::string_view text);

/// NFKC_Casefold alone, marks kept: what stemmers that know umlauts want. With `turkish`, I lowers
/// to ı and İ to i.
std::string lower_keeping_marks(std::string_view text, bool turkish);

/// One Han character in its simplified form; any other as it is. Cached by thread.
char32_t simplified(char32_t han);

/// An identifier however it is spelled: folded, without signs and blanks ("WH-1000 XM4™" →
/// "wh1000xm4").
std::string identifier_form(std::string_view text);

}  // namespace souk
