// JSON bodies as parameters. On-demand parsing keeps the exact text of numbers, so that 2^64 and
// 1e999 are reported by the parameter that has them; nothing nests deeper than an array in the
// object.

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_set>

#include "data/formats.h"
#include "data/json_raw.h"
#include "data/product.h"
#include "query/facet_list.h"
#include "query/json_token.h"
#include "query/request.h"

namespace souk {
namespace {

namespace ondemand = simdjson::ondemand;

Error not_json(simdjson::error_code code) {
  return fail(ErrorCode::bad_input,
              fmt::format("the body is not a JSON object: {}", simdjson::error_message(code)),
              "body");
}

Error wrong_member(const std::string& name, std::string_view what) {
  return fail(ErrorCode::bad_input, fmt::format("{} {}", name, what), name);
}

/// A number as text. Attributes are compared by the canonical spelling of their numbers, so those
/// with a fraction or an exponent get it; integers keep every digit.
Result<std::string> number_text(const std::string& name, std::string_view token) {
  if (token.empty() || json_number_length(token) != token.size()) {
    return wrong_member(name, "has a value that is not JSON");
  }
  const bool integer = token.find_first_of(".eE") == std::string_view::npos;
  if (integer || !name.starts_with("attr.")) return std::string(token);
  double number = 0;
  const auto parsed = std::from_chars(token.data(), token.data() + token.size(), number);
  if (parsed.ec != std::errc() || !std::isfinite(number)) {
    return wrong_member(name, "has a number beyond the range of a double");
  }
  return canonical(AttributeValue(number));
}

Result<std::string> string_text(const std::string& name, ondemand::value& value) {
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) {
    return wrong_member(name, "has a string with a broken escape");
  }
  if (text.find('\0') != std::string_view::npos)
    return wrong_member(name, "contains a NUL character");
  // The parser checks raw bytes; an escaped lone surrogate only shows here.
  if (!is_valid_utf8(text)) return wrong_member(name, "contains a lone surrogate");
  return std::string(text);
}

/// A string, number or boolean as text. `value` is not null.
Result<std::string> scalar_text(const std::string& name, ondemand::value& value,
                                ondemand::json_type type) {
  if (type == ondemand::json_type::string) return string_text(name, value);
  const std::string_view token = trim_token(value.raw_json_token());
  if (type == ondemand::json_type::boolean) {
    if (token == "true" || token == "false") return std::string(token);
    return wrong_member(name, "has a value that is not JSON");
  }
  return number_text(name, token);
}

bool is_nested(ondemand::json_type type) {
  return type == ondemand::json_type::object || type == ondemand::json_type::array;
}

Result<std::vector<std::string>> array_texts(const std::string& name, ondemand::value& value) {
  ondemand::array array;
  if (const auto code = value.get_array().get(array)) return not_json(code);
  std::vector<std::string> texts;
  for (auto item : array) {
    if (const auto code = item.error()) return not_json(code);
    ondemand::value element = item.value_unsafe();
    ondemand::json_type type{};
    if (const auto code = element.type().get(type)) return not_json(code);
    if (is_nested(type) || type == ondemand::json_type::null) {
      return wrong_member(name, "must be an array of strings, numbers or booleans");
    }
    auto text = scalar_text(name, element, type);
    if (!text) return text.error();
    texts.push_back(std::move(*text));
  }
  return texts;
}

Result<void> add_member(std::vector<Param>& params, const std::string& name,
                        ondemand::value& value) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS)
    return wrong_member(name, "has a value that is not JSON");
  switch (type) {
    case ondemand::json_type::object:
      return wrong_member(name, "must not be an object");
    case ondemand::json_type::null:
      if (trim_token(value.raw_json_token()) != "null") {
        return wrong_member(name, "has a value that is not JSON");
      }
      return {};
    case ondemand::json_type::array: {
      auto texts = array_texts(name, value);
      if (!texts) return texts.error();
      if (name == "facets") {
        params.push_back({name, join_facets(*texts)});
        return {};
      }
      for (std::string& text : *texts) params.push_back({name, std::move(text)});
      return {};
    }
    default: {
      auto text = scalar_text(name, value, type);
      if (!text) return text.error();
      params.push_back({name, std::move(*text)});
      return {};
    }
  }
}

Result<std::string> member_name(ondemand::field& field) {
  std::string_view key;
  if (const auto code = field.unescaped_key().get(key)) return not_json(code);
  if (!is_valid_utf8(key) || key.find('\0') != std::string_view::npos) {
    return fail(ErrorCode::bad_input, "the body has a name with a NUL or a lone surrogate", "body");
  }
  return std::string(key);
}

Result<std::vector<std::string>> raw_elements(ondemand::value& value) {
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) {
    return wrong_member("searches", "must be an array");
  }
  std::vector<std::string> texts;
  for (auto item : array) {
    if (const auto code = item.error()) return not_json(code);
    ondemand::value element = item.value_unsafe();
    std::string_view text;
    if (const auto code = raw_json_text(element).get(text)) return not_json(code);
    texts.emplace_back(text);
  }
  return texts;
}

/// Past the last token there is no location.
bool has_ended(ondemand::document& document) {
  return document.current_location().error() != simdjson::SUCCESS;
}

/// Calls take(name, value) → Result<void> with every member of a body, a JSON object alone.
template <class Take>
Result<void> for_each_member(std::string_view json, Take take) {
  const simdjson::padded_string padded(json);
  ondemand::parser parser;
  ondemand::document document;
  ondemand::object object;
  if (const auto code = parser.iterate(padded).get(document)) return not_json(code);
  if (const auto code = document.get_object().get(object)) return not_json(code);
  for (auto member : object) {
    ondemand::field field;
    if (const auto code = std::move(member).get(field)) return not_json(code);
    const auto name = member_name(field);
    if (!name) return name.error();
    if (auto taken = take(*name, field.value()); !taken) return taken;
  }
  if (!has_ended(document)) return not_json(simdjson::TRAILING_CONTENT);
  return {};
}

}  // namespace

Result<std::vector<std::string>> parse_json_searches(std::string_view json) {
  std::optional<std::vector<std::string>> searches;
  const auto read =
      for_each_member(json, [&](const std::string& name, ondemand::value& value) -> Result<void> {
        if (name != "searches") return wrong_member(name, "is not a member of a set of searches");
        if (searches) return wrong_member("searches", "is given twice");
        auto elements = raw_elements(value);
        if (!elements) return elements.error();
        searches = std::move(*elements);
        return {};
      });
  if (!read) return read.error();
  if (!searches) return wrong_member("searches", "is missing");
  return std::move(*searches);
}

Result<std::vector<Param>> parse_json_params(std::string_view json) {
  std::vector<Param> params;
  std::unordered_set<std::string> names;
  const auto read =
      for_each_member(json, [&](const std::string& name, ondemand::value& value) -> Result<void> {
        if (!names.insert(name).second) {
          return wrong_member(name, "is given twice; several values go in an array");
        }
        return add_member(params, name, value);
      });
  if (!read) return read.error();
  return params;
}

}  // namespace souk
