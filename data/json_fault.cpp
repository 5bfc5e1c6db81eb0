#include "data/json_fault.h"

#include "data/formats.h"
#include "data/json_raw.h"

namespace souk {
namespace {

/// `levels`: how many objects deep to look.
std::string faulty_member(std::string_view text, std::size_t max_depth, int levels) {
  const simdjson::padded_string padded(text);
  simdjson::ondemand::parser on_demand;
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  if (on_demand.iterate(padded).get(document) != simdjson::SUCCESS) return {};
  if (document.get_object().get(object) != simdjson::SUCCESS) return {};
  simdjson::dom::parser whole;
  if (whole.allocate(padded.size() + 1, max_depth) != simdjson::SUCCESS) return {};
  for (auto member : object) {
    simdjson::ondemand::field field;
    std::string_view key;
    std::string_view value;
    if (std::move(member).get(field) != simdjson::SUCCESS) return {};
    if (field.unescaped_key().get(key) != simdjson::SUCCESS || !is_valid_utf8(key) ||
        key.find('\0') != std::string_view::npos) {
      return {};
    }
    std::string name(key);
    if (raw_json_text(field.value()).get(value) != simdjson::SUCCESS) return {};
    if (whole.parse(value.data(), value.size()).error() == simdjson::SUCCESS) continue;
    const std::string inner = levels > 1 ? faulty_member(value, max_depth, levels - 1) : "";
    if (!inner.empty()) name.append(".").append(inner);
    return name;
  }
  return {};
}

}  // namespace

std::string faulty_member(std::string_view object, std::size_t max_depth) {
  return faulty_member(object, max_depth, 2);
}

std::vector<JsonElementPlace> element_places(std::string_view array) {
  std::vector<JsonElementPlace> places;
  std::uint64_t line = 1;
  int depth = 0;
  bool in_string = false;
  bool between = false;  // an element may begin here
  for (std::size_t at = 0; at < array.size(); ++at) {
    const char c = array[at];
    if (c == '\n') ++line;
    if (in_string) {
      if (c == '\\') ++at;
      in_string = c != '"';
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (between && c != ']') places.push_back({at, line});
    between = (depth == 0 && c == '[') || (depth == 1 && c == ',');
    in_string = c == '"';
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
  }
  return places;
}

}  // namespace souk
