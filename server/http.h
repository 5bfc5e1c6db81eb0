#pragma once
// A request and its answer as handlers see them: no sockets, so tests call handlers directly.
// Values; any thread.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/result.h"

namespace souk {

struct HttpRequest {
  std::string method;  ///< "GET", "POST" …; HEAD is answered as GET without the body
  std::string path;    ///< percent-decoded, "/v1/products/search"
  std::string query;   ///< raw, without "?"
  std::string body;
  std::string content_type;  ///< without parameters, lower case
  std::string accept_language;
  std::string authorization;  ///< the Authorization header
  std::string api_key;        ///< the X-API-Key header
  std::string remote_address;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< beyond the ones every answer has
};

/// RFC 9457 problem+json for an error; 503 carries Retry-After.
HttpResponse problem(int status, std::string_view detail, std::string_view param = {});
HttpResponse problem(const Error& error);

/// What a route's work is: light work is done at once, a search when one of as many slots as there
/// are cores is free; changes wait for the disk, on threads that no search waits for.
enum class Work : std::uint8_t { light, search, change };

/// A route: exact segments, or `{name}` for one segment that the handler gets as an argument.
struct Route {
  std::string method;   ///< "GET", "POST" or "PUT"
  std::string pattern;  ///< "/v1/products/{id}"
  Work work = Work::search;
  std::size_t max_body = 0;  ///< bytes; 0: no body expected
  bool admin = false;        ///< needs the admin key, checked before the body is read
  /// `args`: what the pattern's braces matched.
  std::function<HttpResponse(const HttpRequest&, const std::vector<std::string>& args)> handler;
};

}  // namespace souk
