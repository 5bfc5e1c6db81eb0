#pragma once
// Writes the header of an answer. The body follows it untouched in the same gathered write.
// Any thread; the date is rendered once a second and thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "server/http.h"

namespace souk {

/// What the connection, not the handler, knows about an answer.
struct ResponseFraming {
  int minor_version = 1;  ///< of the request: HTTP/1.0 is told when its connection stays open
  bool keep_alive = true;
};

/// Replaces `out` by status line and headers, up to the empty line. Every answer gets Date, Server,
/// nosniff and a charset where its type is text; Content-Length is the body's size, also for HEAD.
/// A header of the handler's that holds a line break is left out: it would be a header of a
/// stranger's choice.
void write_response_head(std::string& out, const HttpResponse& response,
                         const ResponseFraming& framing);

/// IMF-fixdate (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::int64_t unix_seconds);

}  // namespace souk
