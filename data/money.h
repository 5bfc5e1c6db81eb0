#pragma once
// Money in minor units of an ISO 4217 currency. Values; any thread.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace souk {

/// An ISO 4217 code, upper case ("USD"). Only `find` makes one, so a Currency is always known.
class Currency {
 public:
  Currency() = default;

  /// The currency of a code (exactly three capital letters), or nothing when ISO 4217 lacks it.
  static std::optional<Currency> find(std::string_view code);

  [[nodiscard]] std::string_view code() const { return {code_.data(), 3}; }
  /// Digits after the point: 2 for USD, 0 for JPY, 3 for KWD.
  [[nodiscard]] int exponent() const;

  friend auto operator<=>(const Currency&, const Currency&) = default;

 private:
  std::array<char, 3> code_{'U', 'S', 'D'};
};

/// An amount in minor units (cents of USD, yen of JPY). 0 to 2^53−1 in feeds.
struct Money {
  std::int64_t amount = 0;
  Currency currency;

  friend bool operator==(const Money&, const Money&) = default;
};

/// The largest amount or count a feed may carry: 2^53−1, exact in every JSON reader.
inline constexpr std::int64_t kMaxSafeInteger = (std::int64_t{1} << 53) - 1;

}  // namespace souk
