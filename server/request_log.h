#pragma once
// What happened to each request, as JSON lines. Never a body, a header, a key or a query string
// (keys and what people look for may stand in it). The I/O threads only append to a bounded buffer;
// a thread of the log's own writes, and what does not fit is counted, not waited for.
// `record` from any thread.

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace souk {

/// One answered request. The views live only during the call that gets them.
struct RequestRecord {
  std::string_view method;  ///< of the header, also of a refused request once it is known
  std::string_view route;   ///< the pattern, "/v1/products/{id}"; empty if none was found
  std::string_view path;    ///< decoded; empty when the framing gate refused
  std::string_view remote;  ///< the client's address
  int status = 0;
  std::uint64_t took_us = 0;   ///< from the header's end to the answer's readiness
  std::size_t body_bytes = 0;  ///< of the answer, as sent
};

/// The line for a record, with its line break. Control characters and what is not UTF-8 are
/// escaped.
std::string log_line(const RequestRecord& record, std::int64_t unix_milliseconds);

class RequestLog {
 public:
  /// Writes to `descriptor`, which stays the caller's; −1 writes nothing.
  explicit RequestLog(int descriptor);
  /// Writes what is buffered, then joins.
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  void record(const RequestRecord& record);
  /// A line about the server itself: {"time","level":"error","message"}.
  void error(std::string_view message);

 private:
  void append(std::string line);
  void write_loop();

  const int descriptor_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::string buffer_;
  std::uint64_t dropped_ = 0;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace souk
