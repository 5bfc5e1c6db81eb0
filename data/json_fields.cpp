#include "data/json_fields.h"

#include <algorithm>
#include <cctype>

#include "data/countries.h"
#include "data/formats.h"

namespace souk {
namespace {

/// More than there are languages that anybody sells in; what is compared and kept grows with them.
constexpr std::size_t kMaxLanguages = 256;

}  // namespace

void refuse_doubled_keys(const simdjson::dom::object& object, const std::string& field) {
  std::vector<std::string_view> keys;
  keys.reserve(object.size());
  for (const auto& [key, value] : object) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  const auto doubled = std::adjacent_find(keys.begin(), keys.end());
  if (doubled == keys.end()) return;
  throw FieldError{field.empty() ? std::string(*doubled) : field + "." + std::string(*doubled),
                   "is given twice"};
}

std::string read_text(const JsonElement& value, const std::string& field) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) throw FieldError{field, "must be a string"};
  if (text.find('\0') != std::string_view::npos)
    throw FieldError{field, "contains a NUL character"};
  // The parser checks raw bytes; an escaped lone surrogate only shows here.
  if (!is_valid_utf8(text)) throw FieldError{field, "contains a lone surrogate"};
  return std::string(text);
}

std::int64_t read_count(const JsonElement& value, const std::string& field) {
  std::int64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS) {
    throw FieldError{field, value.is_number() ? "must be an integer from 0 to 2^53-1"
                                              : "must be an integer, without quotes"};
  }
  if (number < 0 || number > kMaxSafeInteger) {
    throw FieldError{field, "must be an integer from 0 to 2^53-1"};
  }
  return number;
}

bool read_flag(const JsonElement& value, const std::string& field) {
  bool flag = false;
  if (value.get(flag) != simdjson::SUCCESS) throw FieldError{field, "must be true or false"};
  return flag;
}

double read_rating(const JsonElement& value, const std::string& field) {
  double rating = 0;
  if (value.get(rating) != simdjson::SUCCESS) throw FieldError{field, "must be a number"};
  if (!(rating >= 0 && rating <= 5)) throw FieldError{field, "must be from 0 to 5"};
  return rating;
}

std::string read_id(const JsonElement& value, const std::string& field) {
  std::string id = read_text(value, field);
  if (!is_valid_id(id)) throw FieldError{field, "must be 1 to 64 characters of A-Za-z0-9._:-"};
  return id;
}

Money read_money(const JsonElement& value, const std::string& field) {
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    throw FieldError{field, R"(must be {"amount": minor units, "currency": "USD"})"};
  }
  refuse_doubled_keys(object, field);
  Money money;
  JsonElement member;
  if (object["amount"].get(member) != simdjson::SUCCESS) {
    throw FieldError{field + ".amount", "is missing"};
  }
  money.amount = read_count(member, field + ".amount");
  if (object["currency"].get(member) != simdjson::SUCCESS) {
    throw FieldError{field + ".currency", "is missing"};
  }
  const auto currency = Currency::find(read_text(member, field + ".currency"));
  if (!currency) throw FieldError{field + ".currency", "must be an ISO 4217 code"};
  money.currency = *currency;
  return money;
}

std::int64_t read_timestamp(const JsonElement& value, const std::string& field) {
  const auto seconds = parse_timestamp(read_text(value, field));
  if (!seconds) throw FieldError{field, "must be an RFC 3339 date or date-time"};
  return *seconds;
}

std::string read_language(const JsonElement& value, const std::string& field) {
  const auto tag = normalize_language_tag(read_text(value, field));
  if (!tag) throw FieldError{field, "must be a BCP 47 language tag"};
  return *tag;
}

std::string read_url(const JsonElement& value, const std::string& field) {
  std::string url = read_text(value, field);
  std::string scheme = url.substr(0, 8);
  std::transform(scheme.begin(), scheme.end(), scheme.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::size_t prefix = scheme.starts_with("http://")    ? 7
                             : scheme.starts_with("https://") ? 8
                                                              : 0;
  const bool clean = std::all_of(url.begin(), url.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '<' && c != '>' && c != '\\';
  });
  if (prefix == 0 || url.size() == prefix || !clean) {
    throw FieldError{field, "must be an http or https URL"};
  }
  return url;
}

std::string read_country(const JsonElement& value, const std::string& field) {
  std::string code = read_text(value, field);
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (!is_country(code)) throw FieldError{field, "must be an ISO 3166 two-letter code"};
  return code;
}

LocalizedText read_localized(const JsonElement& value, const std::string& field,
                             const std::string& lang) {
  LocalizedText result;
  if (value.is_string()) {
    std::string text = read_text(value, field);
    if (!is_blank(text)) result.entries.push_back({lang, std::move(text)});
    return result;
  }
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    throw FieldError{field, "must be a string, or an object of language to string"};
  }
  if (object.size() > kMaxLanguages) {
    throw FieldError{field, "has more than " + std::to_string(kMaxLanguages) + " languages"};
  }
  for (const auto& [key, text] : object) {
    const std::string place = field + "." + std::string(key);
    const auto tag = normalize_language_tag(key);
    if (!tag) throw FieldError{place, "is not a BCP 47 language tag"};
    const bool repeated = std::any_of(result.entries.begin(), result.entries.end(),
                                      [&](const auto& entry) { return entry.lang == *tag; });
    if (repeated) throw FieldError{place, "is given twice"};
    std::string words = read_text(text, place);
    if (!is_blank(words)) result.entries.push_back({*tag, std::move(words)});
  }
  return result;
}

}  // namespace souk
