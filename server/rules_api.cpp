#include "server/rules_api.h"

#include "data/json_writer.h"

namespace souk {
namespace {

using Args = std::vector<std::string>;

HttpResponse give(const RuleSource& rules) {
  auto text = rules.text();
  if (!text) return problem(text.error());
  HttpResponse response;
  response.content_type = "application/toml; charset=utf-8";
  response.body = std::move(*text);
  return response;
}

HttpResponse take(RuleSource& rules, const std::string& toml) {
  const auto taken = rules.replace(toml);
  if (!taken) return problem(taken.error());
  HttpResponse response;
  JsonWriter(response.body).begin_object().member("rules", (*taken)->rules().size()).end_object();
  return response;
}

}  // namespace

std::vector<Route> rules_routes(std::shared_ptr<RuleSource> rules, std::size_t body_bytes) {
  constexpr const char* kPattern = "/v1/admin/rules";
  const auto get = [rules](const HttpRequest&, const Args&) { return give(*rules); };
  const auto put = [rules](const HttpRequest& request, const Args&) {
    return take(*rules, request.body);
  };
  return {{"GET", kPattern, Work::change, 0, true, get},
          {"PUT", kPattern, Work::change, body_bytes, true, put}};
}

}  // namespace souk
