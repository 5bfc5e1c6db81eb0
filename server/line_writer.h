#pragma once
// Lines on their way to a file: callers only append to a bounded buffer, a thread of the writer's
// own writes, and what does not fit is counted, not waited for. `write` from any thread.

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace souk {

class LineWriter {
 public:
  /// Writes to `descriptor`, which stays the caller's; −1 writes nothing.
  explicit LineWriter(int descriptor);
  /// Writes what is buffered, then joins.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  /// `line` without its line break.
  void write(std::string_view line);
  [[nodiscard]] bool writes() const { return descriptor_ >= 0; }

 private:
  void write_loop();

  const int descriptor_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::string buffer_;
  std::uint64_t dropped_ = 0;
  bool stopping_ = false;
  std::thread writer_;
};

std::int64_t unix_milliseconds_now();
/// RFC 3339 in UTC with milliseconds.
std::string timestamp_at(std::int64_t unix_milliseconds);
/// The same, of now.
std::string timestamp_now();

}  // namespace souk
