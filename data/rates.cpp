#include "data/rates.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>

#include "data/file_io.h"
#include "data/toml_text.h"

namespace souk {
namespace {

/// digits · 10^exponent
struct Decimal {
  std::int64_t digits = 0;
  int exponent = 0;
};

/// The shortest decimal that reads back as `value` (positive, finite): what the rates' file says.
/// Doubles themselves would miss halves, as 1.1 is none of them.
Decimal shortest_decimal(double value) {
  char text[32];
  const char* const end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  Decimal result;
  const char* at = text;
  bool fraction = false;
  for (; *at != 'e'; ++at) {
    if (*at == '.') {
      fraction = true;
      continue;
    }
    result.digits = 10 * result.digits + (*at - '0');
    if (fraction) --result.exponent;
  }
  ++at;
  if (*at == '+') ++at;
  int exponent = 0;
  std::from_chars(at, end, exponent);
  result.exponent += exponent;
  return result;
}

/// amount · numerator / denominator · 10^exponent, half-even, exact; nothing beyond int64.
std::optional<std::int64_t> scale(std::int64_t amount, std::int64_t numerator,
                                  std::int64_t denominator, int exponent) {
  __extension__ using Wide = unsigned __int128;
  constexpr Wide kRoom = ~Wide{0} / 10;
  const bool negative = amount < 0;
  Wide top = (negative ? -static_cast<Wide>(amount) : static_cast<Wide>(amount)) *
             static_cast<Wide>(numerator);
  Wide bottom = static_cast<Wide>(denominator);
  if (top == 0) return 0;
  for (; exponent > 0; --exponent) {
    if (top > kRoom) return std::nullopt;  // over 10^37, and the denominator has 17 digits
    top *= 10;
  }
  for (; exponent < 0; ++exponent) {
    if (bottom > kRoom) return 0;  // over 10^37, and the numerator's product has 36 digits
    bottom *= 10;
  }
  Wide quotient = top / bottom;
  const Wide rest = top % bottom;
  if (rest > bottom - rest || (rest == bottom - rest && quotient % 2 != 0)) ++quotient;
  if (quotient > static_cast<Wide>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
  const auto rounded = static_cast<std::int64_t>(quotient);
  return negative ? -rounded : rounded;
}

}  // namespace

Result<Rates> Rates::load(const std::string& path, Currency base) {
  const auto text = read_input(path);
  if (!text) return text.error();
  const auto table = parse_toml(*text, path);
  if (!table) return table.error();
  Rates rates(base);
  for (const auto& [key, node] : *table) {
    const auto place = fmt::format("{}:{}: {}", path, node.source().begin.line, key.str());
    const auto currency = Currency::find(key.str());
    if (!currency) {
      return fail(ErrorCode::bad_input, place + ": is not an ISO 4217 code",
                  std::string(key.str()));
    }
    const auto rate = node.value<double>();
    if (!rate || !std::isfinite(*rate) || *rate <= 0) {
      return fail(ErrorCode::bad_input, place + ": must be a positive number",
                  std::string(key.str()));
    }
    rates.rates_.emplace(key.str(), *rate);
  }
  return rates;
}

Rates Rates::from_map(Currency base, std::map<std::string, double> map) {
  Rates rates(base);
  rates.rates_ = std::move(map);
  return rates;
}

bool Rates::knows(Currency currency) const {
  return currency == base_ || rates_.contains(std::string(currency.code()));
}

std::optional<std::int64_t> Rates::to_base(Money money) const {
  if (money.currency == base_) return money.amount;
  const auto rate = rates_.find(std::string(money.currency.code()));
  if (rate == rates_.end()) return std::nullopt;
  const Decimal factor = shortest_decimal(rate->second);
  return scale(money.amount, factor.digits, 1,
               factor.exponent + base_.exponent() - money.currency.exponent());
}

std::optional<std::int64_t> Rates::from_base(std::int64_t amount, Currency to) const {
  if (to == base_) return amount;
  const auto rate = rates_.find(std::string(to.code()));
  if (rate == rates_.end()) return std::nullopt;
  const Decimal divisor = shortest_decimal(rate->second);
  return scale(amount, 1, divisor.digits, to.exponent() - base_.exponent() - divisor.exponent);
}

}  // namespace souk
