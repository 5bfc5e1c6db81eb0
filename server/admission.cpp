#include "server/admission.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "server/access.h"
#include "server/cors.h"
#include "server/header_syntax.h"
#include "server/target.h"

namespace souk {
namespace {

using Refused = std::optional<HttpResponse>;

constexpr std::string_view kEveryMethod = "GET, HEAD, POST, OPTIONS";

HttpResponse method_not_allowed(std::string_view method, std::string_view allow) {
  auto response = problem(405, std::string(method) + " is not for this path");
  response.headers.emplace_back("Allow", allow.empty() ? kEveryMethod : allow);
  return response;
}

// JSON and what is JSON underneath, and the type that `curl -d` gives every body; administration
// also takes JSON Lines, and rules in TOML.
bool is_wanted_type(std::string_view type, bool admin) {
  if (type.empty() || type == "application/json") return true;
  if (type == "application/x-www-form-urlencoded") return true;
  if (type.starts_with("application/") && type.ends_with("+json")) return true;
  constexpr std::array<std::string_view, 7> kAdmin = {
      "application/x-ndjson",    "application/ndjson",    "application/jsonl",
      "application/x-jsonlines", "application/jsonlines", "application/json-seq",
      "application/toml"};
  return admin && std::find(kAdmin.begin(), kAdmin.end(), type) != kAdmin.end();
}

Refused refuse_body(const RequestHead& head, const Route& route) {
  if (!head.frame.has_body()) return std::nullopt;
  if (route.max_body == 0) return problem(413, "this takes no body");
  if (head.frame.content_length.value_or(0) > route.max_body) {
    return problem(413, "the body is over " + std::to_string(route.max_body) + " bytes");
  }
  const auto& encoding = head.content_encoding;
  if (!encoding.empty() && !equals_ignoring_case(encoding, "identity")) {
    return problem(415, "bodies are not taken compressed", "Content-Encoding");
  }
  // Clients of the /1/ protocol send JSON as text/plain or as a form, to be spared a preflight.
  if (head.request.path.starts_with("/1/")) return std::nullopt;
  const auto& charset = head.content_charset;
  if (!is_wanted_type(head.request.content_type, route.admin) ||
      !(charset.empty() || charset == "utf-8" || charset == "utf8")) {
    return problem(415, "the body must be application/json in UTF-8", "Content-Type");
  }
  return std::nullopt;
}

Refused refuse_caller(const RequestHead& head, const Route& route, const ServerOptions& options) {
  if (route.admin) return refuse_admin(head.request, options.admin_keys);
  // What any origin may read is the search API; the storefront and the probes stay open.
  if (!readable_by_any_origin(head.request.path)) return std::nullopt;
  return refuse_search(head.request, options.search_keys, options.admin_keys);
}

}  // namespace

std::variant<Admitted, HttpResponse> admit(RequestHead& head, const Router& router,
                                           const ServerOptions& options) {
  const std::string method(head.frame.method);
  if (!is_known_method(method)) return problem(501, "the method is not known here");
  if (method == "CONNECT") return method_not_allowed(method, {});

  auto target = parse_target(head.frame.target);
  if (!target) return problem(target.error());
  head.request.path = std::move(target->path);
  head.request.query = std::move(target->query);
  head.request.method = method == "HEAD" ? "GET" : method;
  if (head.request.path == "*") return options_answer(head, kEveryMethod);

  auto match = router.find(method, target->segments);
  if (method == "TRACE") return method_not_allowed(method, match.allow);
  if (!match.path_known) return problem(404, "there is nothing at this path");
  if (method == "OPTIONS") return options_answer(head, match.allow);
  if (match.route == nullptr) return method_not_allowed(method, match.allow);
  if (auto refused = refuse_caller(head, *match.route, options)) return std::move(*refused);
  if (auto refused = refuse_body(head, *match.route)) return std::move(*refused);
  return Admitted{match.route, std::move(match.args)};
}

}  // namespace souk
