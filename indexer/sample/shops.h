#pragma once
// The sample's shops: each computed from (seed, number) alone, none stored. Pure functions over
// constants; any thread.

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/sample/brands.h"
#include "indexer/sample/tables.h"

namespace souk::sample {

/// What the currencies of the sample are.
enum class SampleCurrency : std::uint8_t { usd, eur, gbp, jpy };
std::string_view code(SampleCurrency currency);

/// What products need to know of their shop.
struct SampleShop {
  LanguageIndex language = 0;
  std::uint32_t root = 0;  ///< the trade that most of its articles are from
  std::string_view country;
  SampleCurrency currency = SampleCurrency::usd;
};

/// English for two shops in five, the rest shared by the other languages; evenly spread over any
/// run of shop numbers, since the first shops sell the most.
SampleShop sample_shop(std::uint64_t seed, std::uint64_t number);

/// The shop's name, in its own script.
std::string sample_shop_name(std::uint64_t seed, std::uint64_t number, const Brands& brands);

/// "s17" for number 16.
std::string sample_shop_id(std::uint64_t number);

/// Appends the shop's line of the shops' feed, without a line break.
void append_sample_shop(std::uint64_t seed, std::uint64_t number, const Brands& brands,
                        std::string& out);

}  // namespace souk::sample
