#include "server/cors.h"

#include <array>

#include "server/header_syntax.h"

namespace souk {
namespace {

constexpr std::string_view kUsualHeaders = "Authorization, Content-Type, X-API-Key";
constexpr std::size_t kMostAskedHeaders = 1024;

// What a preflight asks for is granted by name, for "*" would not cover Authorization.
std::string granted_headers(std::string_view asked) {
  std::string granted(kUsualHeaders);
  if (asked.size() > kMostAskedHeaders) return granted;
  for_each_member(asked, [&](std::string_view name) {
    if (!is_token(name)) return;
    granted += ", ";
    granted += name;
  });
  return granted;
}

}  // namespace

bool readable_by_any_origin(std::string_view path) {
  constexpr std::array<std::string_view, 7> kOpen = {
      "/v1/products",     "/v1/shops", "/v1/categories", "/v1/suggest",
      "/v1/multi_search", "/1",        "/openapi.json"};
  for (const auto open : kOpen) {
    if (path.starts_with(open) && (path.size() == open.size() || path[open.size()] == '/')) {
      return true;
    }
  }
  return false;
}

void add_cors(HttpResponse& response, std::string_view path) {
  if (!readable_by_any_origin(path)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  if (response.status == 503) {
    response.headers.emplace_back("Access-Control-Expose-Headers", "Retry-After");
  }
}

HttpResponse options_answer(const RequestHead& head, std::string_view allow) {
  HttpResponse response;
  response.status = 204;
  response.headers.emplace_back("Allow", allow);
  const bool preflight = head.has_origin && !head.asked_method.empty();
  if (preflight && readable_by_any_origin(head.request.path)) {
    response.headers.emplace_back("Access-Control-Allow-Methods", allow);
    response.headers.emplace_back("Access-Control-Allow-Headers",
                                  granted_headers(head.asked_headers));
    response.headers.emplace_back("Access-Control-Max-Age", "86400");
    response.headers.emplace_back("Vary", "Access-Control-Request-Headers");
  }
  return response;
}

}  // namespace souk
