#pragma once
// Files of rules that people write, taken apart: the lexicon, brands, synonyms. Pure; any thread.

#include <string_view>
#include <vector>

namespace souk {

/// The parts between separators, trimmed; empty ones too.
std::vector<std::string_view> split_trimmed(std::string_view text, std::string_view separator);

/// Calls visit(line, number) with the lines that are neither empty nor comments (#), from 1 on.
template <class Visit>
void for_each_rule(std::string_view text, Visit visit) {
  std::size_t number = 0;
  for (const std::string_view line : split_trimmed(text, "\n")) {
    ++number;
    if (!line.empty() && line.front() != '#') visit(line, number);
  }
}

}  // namespace souk
