#include "query/param_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "data/countries.h"
#include "data/formats.h"
#include "query/json_token.h"

namespace souk {
namespace {

template <class T>
std::from_chars_result parse_whole(std::string_view text, T& number) {
  return std::from_chars(text.data(), text.data() + text.size(), number);
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string range_text(std::uint64_t least, std::uint64_t most) {
  if (most == std::numeric_limits<std::uint64_t>::max()) {
    return least == 0 ? "must be an integer from 0 to 2^64-1"
                      : fmt::format("must be an integer of at least {}", least);
  }
  if (most == kMaxSafeInteger) return fmt::format("must be an integer from {} to 2^53-1", least);
  return fmt::format("must be an integer from {} to {}", least, most);
}

}  // namespace

Error param_error(const Param& param, std::string_view what) {
  return fail(ErrorCode::bad_input, fmt::format("{} {}", param.name, what), param.name);
}

Result<std::uint64_t> read_integer(const Param& param, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const bool read = all_digits(param.value) && parse_whole(param.value, number).ec == std::errc();
  if (!read || number < least || number > most) return param_error(param, range_text(least, most));
  return number;
}

Result<std::int64_t> read_amount(const Param& param) {
  const auto amount = read_integer(param, 0, kMaxSafeInteger);
  if (!amount) return amount.error();
  return static_cast<std::int64_t>(*amount);
}

Result<double> read_decimal(const Param& param, double least, double most) {
  double number = 0;
  const std::string_view text = param.value;
  const bool read = !text.empty() && json_number_length(text) == text.size() &&
                    parse_whole(text, number).ec == std::errc();
  if (!read || !(number >= least && number <= most)) {
    return param_error(param, fmt::format("must be a number from {} to {}", least, most));
  }
  return number + 0.0;  // no negative zero
}

Result<bool> read_boolean(const Param& param) {
  if (param.value == "true" || param.value == "1") return true;
  if (param.value == "false" || param.value == "0") return false;
  return param_error(param, "must be true or false");
}

Result<Currency> read_currency(const Param& param) {
  const auto currency = Currency::find(param.value);
  if (!currency) return param_error(param, "must be an ISO 4217 code in capitals, such as USD");
  return *currency;
}

Result<std::string> read_country_code(const Param& param) {
  std::string code = param.value;
  for (char& c : code) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  if (!is_country(code)) return param_error(param, "must be an ISO 3166 two-letter code");
  return code;
}

Result<std::string> read_language_tag(const Param& param) {
  auto tag = normalize_language_tag(param.value);
  if (!tag) return param_error(param, "must be a BCP 47 language tag, such as pt-BR");
  return std::move(*tag);
}

Result<bool> read_choice(const Param& param, std::string_view yes, std::string_view no) {
  if (param.value == yes) return true;
  if (param.value == no) return false;
  return param_error(param, fmt::format("must be {} or {}", yes, no));
}

}  // namespace souk
