#include "server/router.h"

#include <algorithm>
#include <array>

#include "server/target.h"

namespace souk {
namespace {

std::size_t count_braces(const Route& route) {
  return static_cast<std::size_t>(std::count(route.pattern.begin(), route.pattern.end(), '{'));
}

bool is_brace(std::string_view segment) {
  return segment.size() > 1 && segment.front() == '{' && segment.back() == '}';
}

// HEAD and OPTIONS come with every path; the order is the same for every request.
std::string allowed_methods(const std::vector<std::string_view>& own) {
  std::string allow;
  const auto add = [&](std::string_view method) {
    if (!allow.empty()) allow += ", ";
    allow += method;
  };
  for (const std::string_view method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    if (std::find(own.begin(), own.end(), wanted) != own.end()) add(method);
  }
  add("OPTIONS");
  return allow;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  std::stable_sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) {
    return count_braces(a) < count_braces(b);
  });
  for (const auto& route : routes_) {
    Pattern pattern;
    for (const auto segment : split_path(route.pattern)) {
      pattern.segments.emplace_back(segment);
      pattern.brace.push_back(is_brace(segment));
    }
    patterns_.push_back(std::move(pattern));
  }
}

bool Router::matches(const Pattern& pattern, std::span<const std::string> segments) {
  if (pattern.segments.size() != segments.size()) return false;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (pattern.brace[i] ? segments[i].empty() : pattern.segments[i] != segments[i]) return false;
  }
  return true;
}

Router::Match Router::find(std::string_view method, std::span<const std::string> segments) const {
  const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
  Match match;
  std::vector<std::string_view> methods;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto& pattern = patterns_[i];
    if (!matches(pattern, segments)) continue;
    match.path_known = true;
    if (routes_[i].method != wanted) {
      methods.push_back(routes_[i].method);
      continue;
    }
    match.route = &routes_[i];
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (pattern.brace[s]) match.args.push_back(segments[s]);
    }
    return match;
  }
  if (match.path_known) match.allow = allowed_methods(methods);
  return match;
}

bool is_known_method(std::string_view method) {
  constexpr std::array<std::string_view, 9> kKnown = {"GET",    "POST",  "HEAD",  "OPTIONS", "PUT",
                                                      "DELETE", "PATCH", "TRACE", "CONNECT"};
  return std::find(kKnown.begin(), kKnown.end(), method) != kKnown.end();
}

}  // namespace souk
