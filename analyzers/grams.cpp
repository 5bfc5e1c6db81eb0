#include "analyzers/grams.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "analyzers/characters.h"

namespace souk {
namespace {

/// The next character of a text from byte `i` on, which moves behind it; with the marks that follow
/// when `with_marks`.
std::pair<std::uint32_t, std::uint32_t> next_character(std::string_view text, int32_t& i,
                                                       bool with_marks) {
  const auto length = static_cast<int32_t>(text.size());
  const auto start = static_cast<std::uint32_t>(i);
  UChar32 c = 0;
  U8_NEXT(text.data(), i, length, c);
  while (with_marks && i < length) {
    int32_t next = i;
    U8_NEXT(text.data(), next, length, c);
    if (c < 0 || char_kind(c) != CharKind::mark) break;
    i = next;
  }
  return {start, static_cast<std::uint32_t>(i)};
}

}  // namespace

void run_characters(std::string_view folded, std::string_view original, std::uint32_t start,
                    std::vector<RunCharacter>& out) {
  out.clear();
  for (int32_t i = 0; i < static_cast<int32_t>(folded.size());) {
    const auto [from, to] = next_character(folded, i, false);
    out.push_back({from, to - from, start, start + static_cast<std::uint32_t>(original.size())});
  }
  std::size_t given = 0;
  for (int32_t i = 0; i < static_cast<int32_t>(original.size()); ++given) {
    next_character(original, i, true);
  }
  if (given != out.size()) return;
  int32_t i = 0;
  for (RunCharacter& c : out) {
    const auto [from, to] = next_character(original, i, true);
    c.start = start + from;
    c.end = start + to;
  }
}

std::vector<std::string> bigrams(std::string_view run) {
  std::vector<RunCharacter> characters;
  run_characters(run, run, 0, characters);
  std::vector<std::string> grams;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
    grams.emplace_back(
        run.substr(characters[i].offset, characters[i].length + characters[i + 1].length));
  }
  if (grams.empty()) grams.emplace_back(run);
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

}  // namespace souk
