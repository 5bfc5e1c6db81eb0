// Currencies and their conversion, against exact arithmetic.

#include "data/money.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "data/rates.h"
#include "tests/data/temp_dir.h"

namespace souk {
namespace {

using ::testing::HasSubstr;
using testing::TempDir;

Currency currency(const char* code) { return *Currency::find(code); }

TEST(Money, KnowsTheExponentsOfIso4217) {
  const std::pair<const char*, int> exponents[] = {
      {"USD", 2}, {"EUR", 2}, {"JPY", 0}, {"KRW", 0}, {"VND", 0}, {"CLP", 0}, {"ISK", 0},
      {"KWD", 3}, {"BHD", 3}, {"TND", 3}, {"IQD", 3}, {"CLF", 4}, {"UYW", 4}, {"HUF", 2},
      {"MGA", 2}, {"UGX", 0}, {"AED", 2}, {"ZWG", 2}, {"CNY", 2}, {"INR", 2}};
  for (const auto& [code, exponent] : exponents) {
    ASSERT_TRUE(Currency::find(code)) << code;
    EXPECT_EQ(Currency::find(code)->exponent(), exponent) << code;
    EXPECT_EQ(Currency::find(code)->code(), code);
  }
}

TEST(Money, KnowsNoOtherCodes) {
  for (const char* code :
       {"", "U", "US", "usd", "USDT", "XXX", "XTS", "ABC", "DEM", "BTC", "ZZZ", " USD", "US\0D"}) {
    EXPECT_FALSE(Currency::find(code)) << code;
  }
}

TEST(Rates, ConvertByExponentsAndRoundHalfToEven) {
  const Rates rates = Rates::from_map(
      currency("USD"), {{"EUR", 1.25}, {"JPY", 0.0078125}, {"KWD", 3.25}, {"GBP", 0.5}});
  const struct {
    const char* code;
    std::int64_t amount;
    std::int64_t usd;
  } amounts[] = {
      {"USD", 1999, 1999}, {"EUR", 0, 0},      {"EUR", 1000, 1250}, {"EUR", 2, 2},  // 2.5
      {"EUR", 6, 8},                                                                // 7.5
      {"GBP", 1, 0},                                                                // 0.5
      {"GBP", 3, 2},                                                                // 1.5
      {"GBP", 5, 2},                                                                // 2.5
      {"JPY", 1000, 781},                                                           // 781.25
      {"JPY", 32, 25},     {"KWD", 1000, 325},                                      // 1.000 KWD
      {"KWD", 20, 6},                                                               // 6.5
  };
  for (const auto& a : amounts) {
    EXPECT_EQ(rates.to_base({a.amount, currency(a.code)}), a.usd) << a.code << a.amount;
  }
  EXPECT_EQ(rates.from_base(1250, currency("EUR")), 1000);
  EXPECT_EQ(rates.from_base(1250, currency("USD")), 1250);
  EXPECT_EQ(rates.from_base(100, currency("JPY")), 128);
  EXPECT_EQ(rates.from_base(325, currency("KWD")), 1000);
}

TEST(Rates, RoundAsDecimalsOfTheTomlFileSay) {
  // 1.1 and 0.29 are no binary fractions: multiplied as doubles, a half is missed.
  const Rates rates = Rates::from_map(currency("USD"), {{"EUR", 1.1}, {"GBP", 0.29}});
  EXPECT_EQ(rates.to_base({100, currency("EUR")}), 110);
  EXPECT_EQ(rates.to_base({5, currency("EUR")}), 6);     // 5.5
  EXPECT_EQ(rates.to_base({15, currency("EUR")}), 16);   // 16.5
  EXPECT_EQ(rates.to_base({50, currency("GBP")}), 14);   // 14.5
  EXPECT_EQ(rates.to_base({150, currency("GBP")}), 44);  // 43.5
}

TEST(Rates, HaveNothingForUnknownCurrenciesAndAmountsBeyondInt64) {
  const Rates rates = Rates::from_map(currency("KWD"), {{"EUR", 1e300}, {"USD", 1e6}});
  EXPECT_FALSE(rates.knows(currency("GBP")));
  EXPECT_TRUE(rates.knows(currency("KWD")));
  EXPECT_TRUE(rates.knows(currency("EUR")));
  EXPECT_FALSE(rates.to_base({1, currency("GBP")}));
  EXPECT_FALSE(rates.from_base(1, currency("GBP")));
  EXPECT_FALSE(rates.to_base({kMaxSafeInteger, currency("EUR")}));
  EXPECT_FALSE(rates.to_base({kMaxSafeInteger, currency("USD")}));
  EXPECT_EQ(rates.to_base({1, currency("USD")}), 10'000'000);
  const Rates tiny = Rates::from_map(currency("USD"), {{"EUR", 1e-300}});
  EXPECT_EQ(tiny.to_base({kMaxSafeInteger, currency("EUR")}), 0);
  EXPECT_FALSE(tiny.from_base(1, currency("EUR")));
}

/// amount · numerator / denominator, half to even, in integers.
std::int64_t exact(std::int64_t amount, std::int64_t numerator, std::int64_t denominator) {
  __extension__ using Wide = __int128;
  const Wide product = static_cast<Wide>(amount) * numerator;
  Wide quotient = product / denominator;
  const Wide twice = 2 * (product % denominator);
  if (twice > denominator || (twice == denominator && quotient % 2 != 0)) ++quotient;
  return static_cast<std::int64_t>(quotient);
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

RC_GTEST_PROP(RatesProperty, EqualsExactArithmeticOnDecimalRates, ()) {
  // Rates of four decimals, amounts up to ten million units: what shops have.
  const auto amount = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const auto rate = *rc::gen::inRange<std::int64_t>(1, 2'000'000);
  const Currency base = *rc::gen::element(currency("USD"), currency("JPY"), currency("KWD"));
  const Currency other = *rc::gen::element(currency("EUR"), currency("KRW"), currency("BHD"));
  const Rates rates =
      Rates::from_map(base, {{std::string(other.code()), static_cast<double>(rate) / 10'000}});
  const std::int64_t up = power_of_ten(base.exponent());
  const std::int64_t down = 10'000 * power_of_ten(other.exponent());
  RC_ASSERT(rates.to_base({amount, other}) == exact(amount, rate * up, down));
}

RC_GTEST_PROP(RatesProperty, ConvertsBackToExactlyTheHalfEvenQuotient, ()) {
  const auto amount = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
  const auto rate = *rc::gen::inRange<std::int64_t>(1, 2'000'000);
  const Rates rates =
      Rates::from_map(currency("USD"), {{"EUR", static_cast<double>(rate) / 10'000}});
  RC_ASSERT(rates.from_base(amount, currency("EUR")) == exact(amount, 10'000, rate));
  RC_ASSERT(rates.from_base(-amount, currency("EUR")) == -exact(amount, 10'000, rate));
}

RC_GTEST_PROP(RatesProperty, KeepsTheOrderOfPrices, ()) {
  const auto a = *rc::gen::inRange<std::int64_t>(0, kMaxSafeInteger);
  const auto b = *rc::gen::inRange<std::int64_t>(0, kMaxSafeInteger);
  const auto rate = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
  const Rates rates =
      Rates::from_map(currency("USD"), {{"EUR", static_cast<double>(rate) / 10'000}});
  const auto base_a = rates.to_base({std::min(a, b), currency("EUR")});
  const auto base_b = rates.to_base({std::max(a, b), currency("EUR")});
  RC_ASSERT(base_a.has_value() && base_b.has_value());
  RC_ASSERT(*base_a <= *base_b);
}

TEST(Rates, LoadFromToml) {
  const TempDir dir;
  const auto rates =
      Rates::load(dir.write("rates.toml", "# June\nEUR = 1.0850\nJPY=0.0067 # yen\n\"GBP\" = 2\n"),
                  currency("USD"));
  ASSERT_TRUE(rates) << rates.error().message;
  EXPECT_EQ(rates->base(), currency("USD"));
  const std::map<std::string, double> expected{{"EUR", 1.085}, {"GBP", 2}, {"JPY", 0.0067}};
  EXPECT_EQ(rates->map(), expected);
  EXPECT_TRUE(Rates::load(dir.write("empty.toml", ""), currency("USD")));
}

TEST(Rates, NameTheLineThatIsWrong) {
  const std::pair<const char*, const char*> files[] = {
      {"EUR = ", ":1: "},
      {"EUR = 1.1\nEUR = 1.2\n", ":2: "},
      {"EUR = 1.1\n[more]\nGBP = 1\n", ":2: more"},
      {"EUR = 1.1\nEURO = 1.2\n", ":2: EURO: is not an ISO 4217 code"},
      {"eur = 1.1\n", ":1: eur: is not an ISO 4217 code"},
      {"EUR = \"1.1\"\n", ":1: EUR: must be a positive number"},
      {"\n\nEUR = 0\n", ":3: EUR: must be a positive number"},
      {"EUR = -1.5\n", ":1: EUR: must be a positive number"},
      {"EUR = inf\n", ":1: EUR: must be a positive number"},
      {"EUR = nan\n", ":1: EUR: must be a positive number"},
      {"EUR = [1.1]\n", ":1: EUR: must be a positive number"},
  };
  const TempDir dir;
  for (const auto& [toml, message] : files) {
    const std::string path = dir.write("rates.toml", toml);
    const auto rates = Rates::load(path, currency("USD"));
    ASSERT_FALSE(rates) << toml;
    EXPECT_EQ(rates.error().code, ErrorCode::bad_input);
    EXPECT_THAT(rates.error().message, HasSubstr(path + message)) << toml;
  }
  const auto missing = Rates::load((dir.path() / "none.toml").string(), currency("USD"));
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("none.toml"));
}

}  // namespace
}  // namespace souk
