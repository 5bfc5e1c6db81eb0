#include "data/rates.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cfenv>
#include <cmath>
#include <filesystem>

#include "data/file_io.h"

namespace souk {
namespace {

double power_of_ten(int exponent) { return std::pow(10.0, exponent); }

/// Half-even, or nothing beyond int64.
std::optional<std::int64_t> round_amount(double amount) {
  const double rounded =
      std::nearbyint(amount);  // the default rounding mode is to nearest, half to even
  if (!(std::fabs(rounded) < 9.2e18)) return std::nullopt;
  return static_cast<std::int64_t>(rounded);
}

}  // namespace

Result<Rates> Rates::load(const std::string& path, Currency base) {
  const auto text = read_file(path);
  if (!text) return text.error();
  toml::table table;
  try {
    table = toml::parse(*text, path);
  } catch (const toml::parse_error& e) {
    return fail(ErrorCode::bad_input, fmt::format("{}:{}: {}", path, e.source().begin.line,
                                                  std::string(e.description())));
  }
  Rates rates(base);
  for (const auto& [key, node] : table) {
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
  return round_amount(static_cast<double>(money.amount) * rate->second *
                      power_of_ten(base_.exponent() - money.currency.exponent()));
}

std::optional<std::int64_t> Rates::from_base(std::int64_t amount, Currency to) const {
  if (to == base_) return amount;
  const auto rate = rates_.find(std::string(to.code()));
  if (rate == rates_.end()) return std::nullopt;
  return round_amount(static_cast<double>(amount) / rate->second *
                      power_of_ten(to.exponent() - base_.exponent()));
}

}  // namespace souk
