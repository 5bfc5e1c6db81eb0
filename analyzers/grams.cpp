#include "analyzers/grams.h"

#include <unicode/utf8.h>

#include "analyzers/characters.h"

namespace souk {
namespace {

/// Byte ranges of the characters of a text, each with the marks that follow it when `with_marks`.
std::vector<std::pair<std::uint32_t, std::uint32_t>> characters(std::string_view text,
                                                                bool with_marks) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
  const auto length = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < length;) {
    const auto start = static_cast<std::uint32_t>(i);
    UChar32 c = 0;
    U8_NEXT(text.data(), i, length, c);
    const auto end = static_cast<std::uint32_t>(i);
    if (with_marks && !result.empty() && c >= 0 && char_kind(c) == CharKind::mark) {
      result.back().second = end;
    } else {
      result.emplace_back(start, end);
    }
  }
  return result;
}

}  // namespace

std::vector<RunCharacter> run_characters(std::string_view folded, std::string_view original,
                                         std::uint32_t start) {
  const auto shown = characters(folded, false);
  const auto given = characters(original, true);
  std::vector<RunCharacter> result;
  result.reserve(shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool aligned = shown.size() == given.size();
    const auto [from, to] =
        aligned ? given[i] : std::pair(0U, static_cast<std::uint32_t>(original.size()));
    result.push_back({shown[i].first, shown[i].second - shown[i].first, start + from, start + to});
  }
  return result;
}

}  // namespace souk
