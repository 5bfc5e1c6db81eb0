#pragma once
// Finds the route of a request by its method and path. Built once, read by all threads.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/http.h"

namespace souk {

class Router {
 public:
  /// What a look-up found. `route` is null when no route has this path and method.
  struct Match {
    const Route* route = nullptr;
    std::vector<std::string> args;  ///< what the braces matched, in order
    bool path_known = false;        ///< some route has this path
    std::string allow;              ///< the methods of this path, "GET, HEAD, OPTIONS", else empty
  };

  /// Exact segments win over braces where both match; of equals the first given wins.
  explicit Router(std::vector<Route> routes);

  /// `segments`: decoded. HEAD finds GET's route. A brace never matches an empty segment. Methods
  /// other than the routes' own leave `route` null; `allow` is only filled then.
  Match find(std::string_view method, std::span<const std::string> segments) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Pattern {
    std::vector<std::string> segments;
    std::vector<bool> brace;  ///< adjacent to segments
  };

  static bool matches(const Pattern& pattern, std::span<const std::string> segments);

  std::vector<Route> routes_;
  std::vector<Pattern> patterns_;  ///< adjacent to routes_, fewest braces first
};

/// The methods of RFC 9110 and 5789; any other one is answered 501.
bool is_known_method(std::string_view method);

}  // namespace souk
