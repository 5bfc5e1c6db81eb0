#pragma once
// Unigrams and bigrams of a run without spaces. Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace souk {

/// One character of a folded run: its bytes there, and the bytes of the original it stands for.
struct RunCharacter {
  std::uint32_t offset;
  std::uint32_t length;
  std::uint32_t start;
  std::uint32_t end;
};

/// Fills `out` with the characters of `folded`, aligned with `original` (which starts at byte
/// `start` of the text). Where folding changed their number, each stands for the whole run.
void run_characters(std::string_view folded, std::string_view original, std::uint32_t start,
                    std::vector<RunCharacter>& out);
/// The bigrams of a folded run, sorted, each once; the run itself when it is one character.
std::vector<std::string> bigrams(std::string_view run);

}  // namespace souk
