#pragma once
// Exchange rates of a store: what makes prices in several currencies comparable. Immutable after
// loading; any thread.

#include <map>
#include <optional>
#include <string>

#include "data/money.h"
#include "data/result.h"

namespace souk {

/// Converts between currencies through the store's base currency, by ISO exponents, half-even.
class Rates {
 public:
  Rates() = default;
  explicit Rates(Currency base) : base_(base) {}

  /// Reads TOML: `EUR = 1.0850` means one EUR is 1.0850 of the base. Errors: io, or bad_input
  /// naming file:line and the key (unknown code, rate not a positive finite number).
  static Result<Rates> load(const std::string& path, Currency base);

  /// From a map already checked (a manifest's).
  static Rates from_map(Currency base, std::map<std::string, double> rates);

  [[nodiscard]] Currency base() const { return base_; }
  [[nodiscard]] const std::map<std::string, double>& map() const { return rates_; }
  /// True when `currency` is the base or has a rate.
  [[nodiscard]] bool knows(Currency currency) const;
  /// The amount in the base's minor units; nothing without a rate or beyond int64.
  [[nodiscard]] std::optional<std::int64_t> to_base(Money money) const;
  /// Base minor units in another currency's; nothing without a rate or beyond int64.
  [[nodiscard]] std::optional<std::int64_t> from_base(std::int64_t amount, Currency to) const;

 private:
  Currency base_;
  std::map<std::string, double> rates_;
};

}  // namespace souk
