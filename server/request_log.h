#pragma once
// What happened to each request, as JSON lines. Never a body, a header, a key or a query string
// (keys and what people look for may stand in it). I/O threads never wait for the log (LineWriter).
// `record` from any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "server/line_writer.h"

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

/// The line for a record, without its line break. Control characters and what is not UTF-8 are
/// escaped.
std::string log_line(const RequestRecord& record, std::int64_t unix_milliseconds);

class RequestLog {
 public:
  /// Writes to `descriptor`, which stays the caller's; −1 writes nothing.
  explicit RequestLog(int descriptor) : lines_(descriptor) {}

  void record(const RequestRecord& record);
  /// A line about the server itself: {"time","level":"error","message"}.
  void error(std::string_view message);

 private:
  LineWriter lines_;
};

}  // namespace souk
