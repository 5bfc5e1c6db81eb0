#include "indexer/sample/product_line.h"

#include <algorithm>
#include <bit>

#include "data/json_writer.h"
#include "indexer/sample/number_text.h"
#include "indexer/sample/product_draft.h"
#include "indexer/sample/wording.h"

namespace souk::sample {
namespace {

/// What the shoppers made of a product.
struct Record {
  std::uint64_t sales = 0;
  std::uint64_t reviews = 0;
  std::uint32_t rating = 0;  ///< hundredths
};

std::uint64_t square_root(std::uint64_t x) {
  if (x == 0) return 0;
  std::uint64_t root = std::uint64_t{1} << (std::bit_width(x) + 1) / 2;
  while (true) {  // Newton's iteration from above falls to the floor of the root
    const std::uint64_t next = (root + x / root) / 2;
    if (next >= root) return root;
    root = next;
  }
}

Record draw_record(const ProductDraft& draft, Rng& rng) {
  Record record;
  // Pareto: with u uniform, P(1/u > x) = 1/x, so that (1/u)^1.25 > x has the probability x^-0.8.
  const std::uint64_t uniform = std::uint64_t{rng.below(std::uint64_t{1} << 32)} + 1;
  const std::uint64_t inverse = (std::uint64_t{1} << 32) / uniform;
  if (rng.percent(24)) return record;
  record.sales = 3 * inverse * square_root(square_root(inverse)) - rng.below(3);
  // Nothing sells without end: above a million the tail is folded back.
  if (record.sales > 1'000'000) record.sales = 1'000'000 + record.sales % 400'000;
  record.reviews = record.sales * rng.between(4, 30) / 100;
  if (rng.percent(85)) ++record.reviews;
  if (record.reviews == 0) return record;
  // What sells well is good: up to 0.3 better, and the more reviews the nearer to the quality.
  const auto magnitude = static_cast<std::uint32_t>(std::bit_width(record.reviews));
  const std::uint32_t better = std::min(30u, 2 * magnitude);
  record.rating = std::min(draft.quality + better, 500u) - rng.below(120 / magnitude + 1);
  // A mean of few reviews is a simple fraction.
  const std::uint32_t step = record.reviews == 1 ? 100 : record.reviews < 5 ? 50 : 1;
  record.rating = (record.rating + step / 2) / step * step;
  return record;
}

/// Local minor units with the endings that shops like.
std::uint64_t local_price(std::uint64_t cents, SampleCurrency currency, std::uint32_t style) {
  static constexpr std::array<std::uint32_t, 6> kEndings = {99, 99, 95, 0, 49, 90};
  switch (currency) {
    case SampleCurrency::eur:
      cents = cents * 92 / 100;
      break;
    case SampleCurrency::gbp:
      cents = cents * 79 / 100;
      break;
    case SampleCurrency::jpy:
      return cents * 3 / 2 / 100 * 100 + 80;  // yen have no minor unit
    case SampleCurrency::usd:
      break;
  }
  return std::max<std::uint64_t>(cents / 100, 1) * 100 + kEndings[style % kEndings.size()];
}

void append_money(JsonWriter& json, std::string_view name, std::uint64_t amount,
                  SampleCurrency currency) {
  json.key(name).begin_object();
  json.member("amount", amount).member("currency", code(currency));
  json.end_object();
}

/// "4.6" or "4.63" of hundredths.
std::string hundredths_text(std::uint32_t hundredths) {
  std::string text = std::to_string(hundredths / 100);
  if (hundredths % 100 == 0) return text;
  text += '.';
  append_digits(text, hundredths % 100, 2);
  if (text.back() == '0') text.pop_back();
  return text;
}

/// An EAN-13 of the numbers kept for use inside shops (200–299), which no maker is ever given.
std::string gtin_of(std::uint64_t seed, std::uint64_t product) {
  // Multiplying by an odd number that 5 does not divide permutes the eleven-digit numbers.
  constexpr std::uint64_t kNumbers = 100'000'000'000;
  std::uint64_t body = (product * 48271 + mix(seed) % kNumbers) % kNumbers;
  std::string text(12, '2');
  std::uint32_t sum = 2;  // the prefix has weight 1
  for (std::size_t place = 11; place > 0; --place, body /= 10) {
    const auto digit = static_cast<std::uint32_t>(body % 10);
    text[place] = static_cast<char>('0' + digit);
    sum += digit * (place % 2 == 1 ? 3 : 1);
  }
  return text += static_cast<char>('0' + (10 - sum % 10) % 10);
}

void append_texts(const ProductDraft& draft, const SampleWorld& world, bool described,
                  JsonWriter& json) {
  std::string text;
  const bool many = draft.languages.size() > 1;
  const auto each = [&](std::string_view name, const auto& append) {
    json.key(name);
    if (many) json.begin_object();
    for (const LanguageIndex language : draft.languages) {
      text.clear();
      append(language);
      if (many) json.key(kSampleLanguages[language]);
      json.value(std::string_view(text));
    }
    if (many) json.end_object();
  };
  each("title", [&](LanguageIndex l) { append_title(draft, world.brands, l, text); });
  if (!described) return;
  const std::string maker = draft.branded
                                ? std::string(world.brands.name(draft.brand))
                                : sample_shop_name(world.seed, draft.shop_number, world.brands);
  each("description", [&](LanguageIndex l) { append_description(draft, maker, l, text); });
}

void append_category(const ProductDraft& draft, bool as_path, JsonWriter& json) {
  if (!as_path) {
    json.member("category", draft.leaf->id);
    return;
  }
  const std::vector<CategoryNode>& nodes = tables().nodes;
  const CategoryNode& second = nodes[draft.leaf->parent];
  const LanguageIndex language = draft.shop.language;
  json.key("category").begin_array();
  json.value(nodes[second.parent].words[language].name);
  json.value(second.words[language].name).value(draft.leaf->words[language].name).end_array();
}

/// True when the title praises the article so (in English words).
bool praised(const ProductDraft& draft, std::string_view english) {
  return std::any_of(draft.praises.begin(), draft.praises.end(), [&](const Phrase* praise) {
    return praise != nullptr && praise->cells[0] == english;
  });
}

void append_attributes(const ProductDraft& draft, Rng& rng, JsonWriter& json) {
  const LanguageIndex language = draft.shop.language;
  const ProductKind kind = draft.leaf->kind;
  json.key("attributes").begin_object();
  json.member("Color", draft.color->cells[language]);
  if (!draft.measure.text.empty()) {
    json.member(draft.measure.attribute, std::string_view(draft.measure.text));
  }
  if (draft.second_material != nullptr) {
    json.key("Material").begin_array();
    json.value(draft.material->cells[language]);
    json.value(draft.second_material->cells[language]).end_array();
  } else if (draft.material != nullptr) {
    json.member("Material", draft.material->cells[language]);
  }
  if (KindSet::of("az").has(kind)) json.member("Power", draft.watts);
  if (KindSet::of("ecoj").has(kind))
    json.member("Waterproof", praised(draft, "Waterproof") || rng.percent(30));
  if (kind == ProductKind::wireless) json.key("Bluetooth").raw(rng.percent(60) ? "5.3" : "5");
  if (kind == ProductKind::toy) json.member("Minimum age", 3 + (draft.style >> 4) % 10);
  if (!draft.compatible.empty()) {
    json.key("Compatible models").begin_array();
    for (const std::string& model : draft.compatible) json.value(std::string_view(model));
    json.end_array();
  }
  json.end_object();
}

void append_prices(const ProductDraft& draft, Rng& rng, JsonWriter& json) {
  const std::uint64_t cents = std::uint64_t{draft.base_price} * draft.measure.price_percent / 100;
  const std::uint64_t price = local_price(cents, draft.shop.currency, draft.style);
  append_money(json, "price", price, draft.shop.currency);
  if (rng.percent(30)) {
    const std::uint64_t before = price * rng.between(110, 250) / 100;
    append_money(json, "list_price", before, draft.shop.currency);
  }
}

void append_stock(Rng& rng, JsonWriter& json) {
  const std::uint32_t choice = rng.below(100);
  if (choice < 20) return;
  json.key("stock");
  if (choice < 35) {
    json.null();
  } else if (choice < 43) {
    json.value(0);
  } else {
    json.value(1 + rng.skewed(2000));
  }
}

void append_countries(const ProductDraft& draft, Rng& rng, JsonWriter& json) {
  static constexpr std::array<std::string_view, 12> kCountries = {
      "US", "GB", "DE", "FR", "ES", "IT", "CA", "AU", "JP", "BR", "PL", "NL"};
  if (!rng.percent(10)) return;
  json.key("ships_to").begin_array();
  json.value(draft.shop.country);
  for (std::size_t i = rng.below(4), n = 0; n < 4 && i < kCountries.size(); i += 3, ++n) {
    if (kCountries[i] != draft.shop.country) json.value(kCountries[i]);
  }
  json.end_array();
}

void append_images(const ProductDraft& draft, Rng& rng, JsonWriter& json) {
  std::string url = "https://souk.example/img/";
  url.append(draft.leaf->slug).append("-").append(draft.color->slug);
  json.key("images").begin_array();
  json.value(url + ".svg");
  const std::uint32_t more = rng.below(4);
  for (std::uint32_t n = 2; n < 2 + more / 2 * (more - 1); ++n) {
    json.value(url + "-" + std::to_string(n) + ".svg");
  }
  json.end_array();
}

}  // namespace

void append_product_line(const SampleWorld& world, std::uint64_t i, std::string& out) {
  const Variant variant = variant_of(world.seed, i, world.products);
  Rng own(world.seed, Stream::own, i);
  const ProductDraft draft = draw_product(world.seed, variant, world.shops, world.brands, own);
  const Record record = draw_record(draft, own);

  out += '{';  // not begin_object, which would put a comma after the caller's bytes
  JsonWriter json(out);
  json.member("id", numbered('p', i + 1));
  append_texts(draft, world, own.percent(95), json);
  json.member("lang", kSampleLanguages[draft.shop.language]);
  if (draft.branded) json.member("brand", world.brands.name(draft.brand));
  append_category(draft, own.percent(20), json);
  json.member("shop_id", sample_shop_id(draft.shop_number));
  append_prices(draft, own, json);
  json.member("sales", record.sales);
  if (record.reviews > 0) json.key("rating").raw(hundredths_text(record.rating));
  json.member("review_count", record.reviews);
  json.member("free_shipping", own.percent(35));
  append_stock(own, json);
  append_countries(draft, own, json);
  append_images(draft, own, json);
  append_attributes(draft, own, json);
  if (own.percent(60)) json.member("gtin", gtin_of(world.seed, i));
  if (own.percent(70)) {
    json.member("mpn", draft.model + static_cast<char>('A' + variant.member));
  }
  if (variant.grouped()) json.member("group", numbered('g', variant.leader + 1));
  const std::uint32_t day = first_day(2021) + own.below(first_day(2026) + 181 - first_day(2021));
  const std::uint32_t second = own.below(86400);
  json.member("created_at", own.percent(30) ? date_text(day) : date_time_text(day, second));
  json.end_object();
}

}  // namespace souk::sample
