#include "data/logged_query.h"

#include <algorithm>

#include "data/json_fields.h"

namespace souk {
namespace {

constexpr std::uint64_t kMostUses = 1'000'000;

void read_params(const JsonElement& value, LoggedQuery& query) {
  simdjson::dom::object params;
  if (value.get(params) != simdjson::SUCCESS) throw FieldError{"params", "must be an object"};
  for (const auto& [name, given] : params) {
    const std::string place = "params." + std::string(name);
    if (!given.is_array()) {
      query.params.emplace_back(name, read_text(given, place));
      continue;
    }
    for (std::string& each : read_array(given, place, read_text)) {
      query.params.emplace_back(name, std::move(each));
    }
  }
}

LoggedQuery read_query(const simdjson::dom::object& object) {
  LoggedQuery query;
  bool asked = false;
  for (const auto& [name, value] : object) {
    if (name == "endpoint") query.endpoint = read_text(value, "endpoint");
    if (name == "total") query.total = static_cast<std::uint64_t>(read_count(value, "total"));
    if (name == "uses") {
      const auto uses = static_cast<std::uint64_t>(read_count(value, "uses"));
      query.uses = std::min(uses, kMostUses);
    }
    if (name != "params") continue;
    read_params(value, query);
    asked = true;
  }
  if (query.endpoint.empty()) throw FieldError{"endpoint", "is missing"};
  if (!asked) throw FieldError{"params", "is missing"};
  return query;
}

}  // namespace

std::string_view LoggedQuery::param(std::string_view name) const {
  const auto found = std::find_if(params.begin(), params.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == params.end() ? std::string_view() : std::string_view(found->second);
}

struct QueryLogParser::Impl {
  simdjson::dom::parser parser;
};

QueryLogParser::QueryLogParser() : impl_(std::make_unique<Impl>()) {}
QueryLogParser::~QueryLogParser() = default;

Result<LoggedQuery> QueryLogParser::parse(std::string_view line) {
  simdjson::dom::element document;
  if (const auto error = impl_->parser.parse(line.data(), line.size()).get(document)) {
    return fail(ErrorCode::bad_input,
                std::string("is not valid JSON: ") + simdjson::error_message(error), "line");
  }
  simdjson::dom::object object;
  if (document.get(object) != simdjson::SUCCESS) {
    return fail(ErrorCode::bad_input, "must be a JSON object", "line");
  }
  try {
    return read_query(object);
  } catch (const FieldError& error) {
    return fail(ErrorCode::bad_input, error.message, error.field);
  }
}

}  // namespace souk
