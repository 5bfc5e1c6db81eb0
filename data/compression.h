#pragma once
// Many small texts that are alike, each compressed by itself against one trained dictionary: zstd
// frames without a dictionary's id. A product's card shrinks to a quarter and costs a third of a
// microsecond to read. Any thread, once made.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/result.h"

struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

namespace souk {

/// A dictionary of what is common to samples, of at most `bytes`. Empty where there are too few
/// samples to learn from. O(samples' bytes).
std::string train_dictionary(const std::vector<std::string>& samples, std::size_t bytes);

class Compressor {
 public:
  /// An empty dictionary: frames stand alone.
  explicit Compressor(std::string_view dictionary = {});

  [[nodiscard]] std::string compress(std::string_view text) const;

 private:
  std::shared_ptr<const ZSTD_CDict_s> dictionary_;
};

class Decompressor {
 public:
  /// `dictionary` outlives the decompressor. Any bytes do: a damaged one makes damaged texts.
  explicit Decompressor(std::span<const char> dictionary = {});

  /// The text of a frame. Errors: corrupt, also where the text would be longer than `most`.
  [[nodiscard]] Result<std::string> decompress(std::span<const char> frame, std::size_t most) const;

 private:
  std::shared_ptr<const ZSTD_DDict_s> dictionary_;
};

}  // namespace souk
