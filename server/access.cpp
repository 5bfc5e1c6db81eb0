#include "server/access.h"

#include "server/header_syntax.h"

namespace souk {
namespace {

bool equals_in_constant_time(std::string_view presented, std::string_view key) {
  if (key.empty()) return false;
  // volatile: or the compiler may leave the loop at the first difference.
  volatile unsigned difference = presented.size() == key.size() ? 0 : 1;
  for (std::size_t i = 0; i < presented.size(); ++i) {
    difference = difference | static_cast<unsigned char>(presented[i] ^ key[i % key.size()]);
  }
  return difference == 0;
}

// Clients of the /1/ protocol put their key into the query, again to be spared a preflight.
std::string_view key_in_query(std::string_view query) {
  constexpr std::string_view kName = "x-algolia-api-key=";
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto parameter = query.substr(0, end);
    if (equals_ignoring_case(parameter.substr(0, kName.size()), kName)) {
      return parameter.substr(kName.size());
    }
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return {};
}

HttpResponse unauthorized(std::string_view detail) {
  auto response = problem(401, detail);
  response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"souk\"");
  return response;
}

}  // namespace

bool is_one_of(std::string_view presented, const std::vector<std::string>& keys) {
  bool found = false;
  for (const auto& key : keys) found |= equals_in_constant_time(presented, key);
  return found;
}

std::string_view presented_key(const HttpRequest& request) {
  if (!request.api_key.empty()) return request.api_key;
  constexpr std::string_view kBearer = "bearer ";
  const std::string_view authorization = request.authorization;
  if (equals_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) {
    return trim(authorization.substr(kBearer.size()));
  }
  return request.path.starts_with("/1/") ? key_in_query(request.query) : std::string_view{};
}

std::optional<HttpResponse> refuse_admin(const HttpRequest& request,
                                         const std::vector<std::string>& admin_keys) {
  if (admin_keys.empty()) {
    return problem(403, "administration is off: no admin key is configured");
  }
  if (is_one_of(presented_key(request), admin_keys)) return std::nullopt;
  return unauthorized("this needs an admin key");
}

std::optional<HttpResponse> refuse_search(const HttpRequest& request,
                                          const std::vector<std::string>& search_keys,
                                          const std::vector<std::string>& admin_keys) {
  if (search_keys.empty()) return std::nullopt;
  const auto key = presented_key(request);
  if (is_one_of(key, search_keys) || is_one_of(key, admin_keys)) return std::nullopt;
  return unauthorized("this needs a search key");
}

}  // namespace souk
