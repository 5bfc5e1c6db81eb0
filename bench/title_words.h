#pragma once
// The queries of every benchmark: words of a title, as a buyer would type some of them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace souk {

/// One to four different words of a title, in random order. O(length).
inline std::string draw_words(std::string_view title, std::mt19937_64& random) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < title.size();) {
    const std::size_t end = std::min(title.find_first_of(" ,", at), title.size());
    if (end > at) words.push_back(title.substr(at, end - at));
    at = end + 1;
  }
  std::string text;
  for (std::uint64_t n = 1 + random() % 4; n > 0 && !words.empty(); --n) {
    const auto chosen = words.begin() + static_cast<std::ptrdiff_t>(random() % words.size());
    text += text.empty() ? "" : " ";
    text += *chosen;
    words.erase(chosen);
  }
  return text;
}

}  // namespace souk
