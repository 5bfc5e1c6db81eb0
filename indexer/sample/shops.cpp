#include "indexer/sample/shops.h"

#include "data/json_writer.h"
#include "indexer/sample/number_text.h"

namespace souk::sample {
namespace {

/// Hundredths of the shops by language, in the order of kSampleLanguages.
constexpr std::array<std::uint32_t, kLanguages> kShare = {40, 6, 6, 6, 5, 3, 1, 2,
                                                          5,  3, 3, 2, 5, 7, 4, 2};

LanguageIndex language_of(std::uint64_t seed, std::uint64_t number) {
  // Multiples of the golden ratio (Weyl's sequence) fall evenly into every run of numbers. The seed
  // moves the start by less than English's share, so shop 0 is English.
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;
  const std::uint64_t start = mix(seed) >> 3;
  const std::uint64_t at = (((start + number * kGolden) >> 32) * 100) >> 32;
  std::uint64_t sum = 0;
  for (LanguageIndex i = 0; i < kLanguages; ++i) {
    sum += kShare[i];
    if (at < sum) return i;
  }
  return 0;
}

SampleCurrency currency_of(std::string_view country, Rng& rng) {
  if (country == "GB") return rng.percent(70) ? SampleCurrency::gbp : SampleCurrency::usd;
  if (country == "JP") return rng.percent(55) ? SampleCurrency::jpy : SampleCurrency::usd;
  for (const std::string_view euro : {"FR", "BE", "DE", "AT", "ES", "IT", "NL", "PT"}) {
    if (country == euro && rng.percent(55)) return SampleCurrency::eur;
  }
  return SampleCurrency::usd;
}

SampleShop draw_shop(std::uint64_t seed, std::uint64_t number, Rng& rng) {
  SampleShop shop;
  shop.language = language_of(seed, number);
  const std::size_t roots = tables().roots.size();
  shop.root = rng.percent(50) ? rng.skewed(roots) : rng.below(roots);
  shop.country = rng.pick(tables().shops[shop.language].countries);
  shop.currency = currency_of(shop.country, rng);
  return shop;
}

std::string draw_name(LanguageIndex language, std::string_view word, Rng& rng) {
  const ShopWords& words = tables().shops[language];
  const std::string_view lang = kSampleLanguages[language];
  const std::string_view glue = lang == "ja" || lang == "zh" || lang == "th" ? "" : " ";
  const std::string_view first = rng.pick(words.first);
  const std::string_view last = rng.pick(words.last);
  std::string name;
  // "Maison Velko", but "Velko Store": where the shop's kind comes first, the made-up name follows.
  const bool kind_first = language >= 1 && language <= 11 && lang != "de" && lang != "nl" &&
                          lang != "tr" && lang != "hi";
  if (rng.percent(40)) {
    name.append(first).append(glue).append(last);
  } else if (kind_first) {
    name.append(first).append(" ").append(word);
  } else {
    name.append(word).append(glue).append(last);
  }
  return name;
}

}  // namespace

std::string_view code(SampleCurrency currency) {
  static constexpr std::array<std::string_view, 4> kCodes = {"USD", "EUR", "GBP", "JPY"};
  return kCodes[static_cast<std::size_t>(currency)];
}

SampleShop sample_shop(std::uint64_t seed, std::uint64_t number) {
  Rng rng(seed, Stream::shop, number);
  return draw_shop(seed, number, rng);
}

std::string sample_shop_name(std::uint64_t seed, std::uint64_t number, const Brands& brands) {
  Rng rng(seed, Stream::shop, number);
  const SampleShop shop = draw_shop(seed, number, rng);
  return draw_name(shop.language, brands.word(rng.below(Brands::kCount)), rng);
}

std::string sample_shop_id(std::uint64_t number) { return numbered('s', number + 1); }

void append_sample_shop(std::uint64_t seed, std::uint64_t number, const Brands& brands,
                        std::string& out) {
  Rng rng(seed, Stream::shop, number);
  const SampleShop shop = draw_shop(seed, number, rng);
  const std::string_view word = brands.word(rng.below(Brands::kCount));
  const std::string name = draw_name(shop.language, word, rng);
  const std::string id = sample_shop_id(number);
  out += '{';  // not begin_object, which would put a comma after the caller's bytes
  JsonWriter json(out);
  json.member("id", id).member("name", name);
  if (rng.percent(45)) {
    json.key("aliases").begin_array();
    json.value(std::string(word) + " Official Store");
    if (rng.percent(40)) json.value(std::string(word) + std::string(shop.country));
    json.end_array();
  }
  json.member("lang", kSampleLanguages[shop.language]).member("country", shop.country);
  if (rng.percent(95)) {
    // Tenths from 3.6 to 5.0, most of them above 4.3.
    const std::uint32_t tenths = 50 - rng.skewed(15);
    json.key("rating").raw(std::string(1, static_cast<char>('0' + tenths / 10)) + '.' +
                           static_cast<char>('0' + tenths % 10));
    json.member("review_count", 5 + rng.skewed(40000));
  }
  json.member("opened_at", date_text(first_day(2010) + rng.below(std::uint64_t{11} * 365)));
  json.member("logo", "https://souk.example/img/shop-" + id + ".svg");
  json.end_object();
}

}  // namespace souk::sample
