#include "data/product.h"

#include <charconv>
#include <cmath>

namespace souk {

std::string_view best_text(const LocalizedText& text, std::string_view lang, std::string_view own) {
  const auto in = [&](std::string_view wanted) -> const LocalizedText::Entry* {
    for (const auto& entry : text.entries) {
      if (entry.lang == wanted) return &entry;
    }
    return nullptr;
  };
  for (const std::string_view wanted :
       {lang, lang.substr(0, lang.find('-')), own, std::string_view("en")}) {
    if (const auto* entry = in(wanted)) return entry->text;
  }
  return text.entries.empty() ? std::string_view() : std::string_view(text.entries.front().text);
}

std::string canonical(const AttributeValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  const double number = std::get<double>(value);
  char digits[32];
  // In plain digits where people would write them so (ECMAScript's bounds): a filter for 100000
  // must meet it. −0 is the number 0; adding 0 drops its sign.
  const double size = std::abs(number);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e21);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(digits, digits + sizeof digits, number + 0.0, format).ptr;
  return {digits, end};
}

}  // namespace souk
