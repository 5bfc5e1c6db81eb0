#include "analyzers/rule_text.h"

#include "data/ascii.h"

namespace souk {

std::vector<std::string_view> split_trimmed(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto cut = text.find(separator);
    parts.push_back(trim(text.substr(0, cut), kLineBlanks));
    if (cut == std::string_view::npos) return parts;
    text.remove_prefix(cut + separator.size());
  }
}

}  // namespace souk
