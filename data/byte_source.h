#pragma once
// A file's bytes, decompressed when they are gzip or zstd (told by their first bytes). Memory stays
// flat; input that grows a thousandfold is refused. One thread.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "data/file_io.h"
#include "data/result.h"

namespace souk {

class Decoder;

/// The name of an input in messages: its path, or "<stdin>" for "-".
std::string input_name(const std::string& path);

class ByteSource {
 public:
  /// A path, or "-" for standard input. `stop` (which outlives the source) ends the wait for a pipe
  /// that is silent, with ErrorCode::interrupted.
  static Result<ByteSource> open(const std::string& path, const std::atomic<bool>* stop = nullptr);
  ~ByteSource();
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;

  /// The next bytes; empty at the end. Valid until the next call. Errors: io; bad_input for damaged
  /// or suspicious compression.
  Result<std::string_view> read();
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::uint64_t bytes_total() const { return bytes_total_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  ByteSource();
  Result<std::string_view> read_raw();
  Result<void> wait_for_input();

  FileDescriptor file_;
  std::string name_;
  std::string raw_;
  std::unique_ptr<Decoder> decoder_;
  const std::atomic<bool>* stop_ = nullptr;
  bool started_ = false;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t bytes_total_ = 0;
};

}  // namespace souk
