#pragma once
// What is known of a request once its header is in and its body is not: enough to decide whether
// the body is worth reading. Values; any thread.

#include <string>
#include <string_view>

#include "server/framing_gate.h"
#include "server/http.h"

namespace souk {

struct RequestHead {
  HttpRequest request;  ///< complete but for `body`; `path` and `query` as Target has them
  RequestFrame frame;   ///< its views point into the connection's buffer: not after the header
  std::string content_charset;   ///< the charset parameter of Content-Type, lower case, or empty
  std::string content_encoding;  ///< as sent, or empty
  bool has_origin = false;
  std::string asked_method;   ///< Access-Control-Request-Method
  std::string asked_headers;  ///< Access-Control-Request-Headers
  bool accepts_gzip = false;
};

/// Splits `Application/JSON; charset="UTF-8"` into the head's content type and charset.
void set_content_type(RequestHead& head, std::string_view value);

}  // namespace souk
