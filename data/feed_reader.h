#pragma once
// Lines of a feed from a file or standard input, plain, gzip or zstd (told by content, not by
// name), with line numbers. Memory stays flat whatever the input. One thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "data/result.h"

namespace souk {

/// The longest line a feed may have; a longer one is reported and skipped.
inline constexpr std::size_t kMaxLineBytes = std::size_t{1} << 20;

class FeedReader {
 public:
  struct Line {
    std::string_view text;     ///< without the line break; valid until the next call
    std::uint64_t number = 0;  ///< from 1
    bool too_long = false;     ///< over kMaxLineBytes; `text` is then its first bytes
  };

  /// Opens a path, or standard input for "-". Errors: bad_input (missing, a directory,
  /// UTF-16), io, interrupted (see ByteSource). A UTF-8 byte-order mark is skipped.
  static Result<FeedReader> open(const std::string& path, const std::atomic<bool>* stop = nullptr);
  ~FeedReader();
  FeedReader(FeedReader&&) noexcept;
  FeedReader& operator=(FeedReader&&) noexcept;

  /// The next line that is not blank. `done()` of the answer is told by number == 0. Errors: io on
  /// a read error, bad_input on damaged or suspicious (ratio over 1,000) compression.
  Result<Line> next();

  /// The name for messages: the path, or "<stdin>".
  [[nodiscard]] const std::string& name() const;
  /// Compressed bytes read so far, and the file's size (0 when unknown): for progress.
  [[nodiscard]] std::uint64_t bytes_read() const;
  [[nodiscard]] std::uint64_t bytes_total() const;

 private:
  struct Impl;
  explicit FeedReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace souk
