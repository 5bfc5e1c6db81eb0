#pragma once
// Checked readers of JSON members: each either gives the value or throws a FieldError that names
// the field. Used inside data/ only; the exception never leaves the parser that catches it.

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/money.h"
#include "data/product.h"

namespace souk {

/// What is wrong with a field. Thrown, because a bad line is rare and the checks are many.
struct FieldError {
  std::string field;
  std::string message;
};

using JsonElement = simdjson::dom::element;

/// Refuses an object that has a key twice: JSON leaves open which of the two counts. `field` is the
/// object's place, empty for a line. O(n log n).
void refuse_doubled_keys(const simdjson::dom::object& object, const std::string& field);
/// A string without NUL, in valid UTF-8.
std::string read_text(const JsonElement& value, const std::string& field);
/// An integer from 0 to 2^53−1.
std::int64_t read_count(const JsonElement& value, const std::string& field);
bool read_flag(const JsonElement& value, const std::string& field);
/// 0 to 5.
double read_rating(const JsonElement& value, const std::string& field);
/// 1–64 of A-Za-z0-9._:-
std::string read_id(const JsonElement& value, const std::string& field);
/// {"amount", "currency"}
Money read_money(const JsonElement& value, const std::string& field);
/// Seconds since the epoch.
std::int64_t read_timestamp(const JsonElement& value, const std::string& field);
/// A BCP 47 tag, normalised.
std::string read_language(const JsonElement& value, const std::string& field);
/// An http or https URL.
std::string read_url(const JsonElement& value, const std::string& field);
/// An ISO 3166 alpha-2 code, upper-cased.
std::string read_country(const JsonElement& value, const std::string& field);
/// A string (in `lang`), or an object language → string. Texts of white space alone are dropped.
LocalizedText read_localized(const JsonElement& value, const std::string& field,
                             const std::string& lang);
/// An array; `read(element, field[i])` for each.
template <class Read>
auto read_array(const JsonElement& value, const std::string& field, Read read) {
  simdjson::dom::array array;
  if (value.get(array) != simdjson::SUCCESS) throw FieldError{field, "must be an array"};
  std::vector<decltype(read(JsonElement(), field))> result;
  for (const JsonElement element : array) {
    result.push_back(read(element, field + "[" + std::to_string(result.size()) + "]"));
  }
  return result;
}

}  // namespace souk
