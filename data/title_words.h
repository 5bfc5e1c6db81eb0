#pragma once
// The forward index: of every product the words of its titles in their order, a byte each, and how
// long its texts are. What ranking's second phase reads of the first hits (query/second_phase): a
// record is a quarter of a cache line, positions would be twenty times as many bytes. Pure values;
// any thread.

#include <xxhash.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace souk {

struct TitleWords {
  static constexpr std::size_t kMostWords = 14;
  /// Steps of a length's code to a doubling.
  static constexpr unsigned kLengthSteps = 16;

  /// byte_of each word's key but stop words; 0 where nothing stands, and between two titles.
  std::array<std::uint8_t, kMostWords> words{};
  std::uint8_t title_length = 0;  ///< length_code of the words of the first title
  std::uint8_t text_length = 0;   ///< of that and of the first description together

  /// Of a word's stem, with or without its prefix ("Zen:cabl"), or surface. Never 0. One word in
  /// 255 has the byte of another: few titles that have two words apart seem to have them together.
  static std::uint8_t byte_of(std::string_view key) {
    key.remove_prefix(key.find(':') + 1);
    return static_cast<std::uint8_t>(1 + XXH3_64bits(key.data(), key.size()) % 255);
  }
  /// kLengthSteps · log2(1 + words), at most 255.
  static std::uint8_t length_code(std::size_t words) {
    const double code = kLengthSteps * std::log2(1.0 + static_cast<double>(words));
    return static_cast<std::uint8_t>(std::lround(std::fmin(code, 255)));
  }
  /// Does `second` stand right behind `first` somewhere? Neither is 0.
  [[nodiscard]] bool has_pair(std::uint8_t first, std::uint8_t second) const;
};
static_assert(sizeof(TitleWords) == 16);

inline bool TitleWords::has_pair(std::uint8_t first, std::uint8_t second) const {
  // Sixteen bytes at once, as a compiler makes it of this; the last three are no pairs.
  std::array<std::uint8_t, 16> behind{};
  std::memcpy(behind.data(), words.data() + 1, kMostWords - 1);
  std::uint8_t found = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(this);
  for (std::size_t i = 0; i < behind.size(); ++i) {
    found |= static_cast<std::uint8_t>(bytes[i] == first ? 1 : 0) &
             static_cast<std::uint8_t>(behind[i] == second ? 1 : 0);
  }
  return found != 0;
}

}  // namespace souk
