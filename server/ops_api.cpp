#include "server/ops_api.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <chrono>

#include "data/formats.h"
#include "data/json_writer.h"

namespace souk {
namespace {

using Args = std::vector<std::string>;

constexpr std::chrono::milliseconds kActivationPatience{2000};

HttpResponse text_response(std::string body, const char* type) {
  HttpResponse response;
  response.content_type = type;
  response.body = std::move(body);
  return response;
}

HttpResponse json_response(std::string body) {
  HttpResponse response;
  response.body = std::move(body);
  return response;
}

HttpResponse list_generations(const SnapshotHub& hub) {
  const Store& store = hub.store();
  const auto numbers = store.generations();
  if (!numbers) return problem(numbers.error());
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.member("active", hub.get()->generation);
  json.key("generations").begin_array();
  for (const std::uint64_t number : *numbers) {
    const auto manifest = Manifest::read(store.generation_dir(number));
    json.begin_object();
    json.member("generation", number);
    if (manifest) {
      json.member("products", manifest->products);
      json.member("created_at", std::string_view(format_timestamp(manifest->built_at)));
      json.member("bytes", manifest->total_bytes());
      json.member("base_sequence", manifest->base_sequence);
    } else {
      json.member("damaged", std::string_view(manifest.error().message));
    }
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json_response(std::move(body));
}

HttpResponse activate(SnapshotHub& hub, std::uint64_t number) {
  // Activations and builds change CURRENT: one at a time.
  const auto lock = StoreLock::acquire(hub.store().dir(), "LOCK.build");
  if (!lock) return problem(lock.error());
  if (const auto activated = hub.store().activate(number); !activated) {
    return problem(activated.error());
  }
  // So that who asks next finds it; a large generation is followed later.
  hub.live().serve_soon(number, kActivationPatience);
  std::string body;
  JsonWriter(body).begin_object().member("active", number).end_object();
  return json_response(std::move(body));
}

std::optional<std::uint64_t> parse_generation(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// {"generation": N}
HttpResponse activate_from_body(SnapshotHub& hub, const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  std::uint64_t number = 0;
  const simdjson::padded_string padded(body);
  if (parser.parse(padded).get(document) != simdjson::SUCCESS ||
      document["generation"].get(number) != simdjson::SUCCESS) {
    return problem(400, "the body must be {\"generation\": N}", "generation");
  }
  return activate(hub, number);
}

}  // namespace

std::vector<Route> ops_routes(SnapshotHub& hub, const Metrics& metrics) {
  constexpr std::size_t kSmallBody = 4096;
  std::vector<Route> routes;
  const auto add = [&](const char* method, const char* pattern, Work work, std::size_t body,
                       bool admin, auto handler) {
    routes.push_back({method, pattern, work, body, admin, handler});
  };
  add("GET", "/healthz", Work::light, 0, false,
      [](const HttpRequest&, const Args&) { return json_response(R"({"status":"ok"})"); });
  add("GET", "/readyz", Work::light, 0, false, [&hub](const HttpRequest&, const Args&) {
    return json_response(
        fmt::format(R"({{"status":"ready","generation":{}}})", hub.get()->generation));
  });
  add("GET", "/metrics", Work::search, 0, false, [&hub, &metrics](const HttpRequest&, const Args&) {
    return text_response(metrics.text(*hub.get()), "text/plain; version=0.0.4; charset=utf-8");
  });
  add("GET", "/v1/admin/generations", Work::search, 0, true,
      [&hub](const HttpRequest&, const Args&) { return list_generations(hub); });
  add("POST", "/v1/admin/generations/activate", Work::change, kSmallBody, true,
      [&hub](const HttpRequest& request, const Args&) {
        return activate_from_body(hub, request.body);
      });
  add("POST", "/v1/admin/generations/{n}/activate", Work::change, kSmallBody, true,
      [&hub](const HttpRequest&, const Args& args) {
        const auto number = parse_generation(args[0]);
        return number ? activate(hub, *number)
                      : problem(400, "a generation is a number", "generation");
      });
  return routes;
}

}  // namespace souk
