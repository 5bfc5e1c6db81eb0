#pragma once
// The text of a JSON value as it was written, whatever is wrong inside it. Pure; any thread.

#include <simdjson.h>

#include <string_view>

namespace souk {

/// A token without the white space that simdjson's raw tokens carry behind them.
inline std::string_view trim_token(std::string_view token) {
  return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

/// A view into the parsed document; the value is used up. What begins no value is a token too.
/// Errors: brackets that do not pair.
inline simdjson::simdjson_result<std::string_view> raw_json_text(simdjson::ondemand::value& value) {
  simdjson::ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return trim_token(value.raw_json_token());
  if (type == simdjson::ondemand::json_type::object) {
    simdjson::ondemand::object object;
    if (const auto code = value.get_object().get(object)) return code;
    return object.raw_json();
  }
  if (type == simdjson::ondemand::json_type::array) {
    simdjson::ondemand::array array;
    if (const auto code = value.get_array().get(array)) return code;
    return array.raw_json();
  }
  return trim_token(value.raw_json_token());
}

}  // namespace souk
