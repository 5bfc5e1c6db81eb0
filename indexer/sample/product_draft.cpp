#include "indexer/sample/product_draft.h"

#include <algorithm>

namespace souk::sample {
namespace {

constexpr std::uint64_t kBlock = 20;

/// exp(0.6·z) in thousandths at the sixteenths of the normal distribution: prices are log-normal.
constexpr std::array<std::uint32_t, 17> kPriceFactor = {
    210, 398, 502, 587, 667, 746, 826, 910, 1000, 1099, 1211, 1341, 1498, 1703, 1994, 2511, 6050};

std::uint32_t draw_price(std::uint32_t median, Rng& rng) {
  const std::uint32_t step = rng.below(16);
  const std::uint32_t low = kPriceFactor[step];
  const std::uint32_t factor = low + (kPriceFactor[step + 1] - low) * rng.below(1000) / 1000;
  return static_cast<std::uint32_t>(std::uint64_t{median} * factor / 1000);
}

template <class Range>
Measure sized(const Range& texts, std::string_view attribute, std::uint32_t at,
              std::uint32_t percent_a_step) {
  const std::size_t i = at % texts.size();
  return {std::string(texts[i]), attribute, 100 + static_cast<std::uint32_t>(i) * percent_a_step};
}

/// `at` steps through the sizes, so that variants differ.
Measure measure_of(const CategoryNode& leaf, std::uint32_t at) {
  using namespace std::string_view_literals;
  static constexpr std::array kClothes = {"M"sv, "L"sv, "XL"sv, "S"sv, "XXL"sv, "XS"sv, "3XL"sv};
  static constexpr std::array kShoes = {"38"sv, "39"sv, "40"sv, "41"sv, "42"sv, "42.5"sv,
                                        "43"sv, "44"sv, "45"sv, "36"sv, "37"sv};
  static constexpr std::array kCapacity = {"64 GB"sv,  "128 GB"sv, "256 GB"sv,
                                           "512 GB"sv, "1 TB"sv,   "2 TB"sv};
  static constexpr std::array kBottles = {"30 ml"sv, "50 ml"sv, "75 ml"sv, "100 ml"sv, "250 ml"sv};
  static constexpr std::array kVessels = {"0.35 l"sv, "0.5 l"sv, "0.75 l"sv, "1.5 l"sv, "2.5 l"sv};
  static constexpr std::array kSacks = {"400 g"sv, "1.5 kg"sv, "3 kg"sv, "7.5 kg"sv, "12 kg"sv};
  static constexpr std::array kSpans = {"40 x 60 cm"sv,  "50 x 70 cm"sv,   "80 x 120 cm"sv,
                                        "90 x 200 cm"sv, "140 x 200 cm"sv, "160 x 230 cm"sv};
  static constexpr std::array kLoads = {"15 l"sv, "20 l"sv, "25 l"sv, "35 l"sv, "45 l"sv, "65 l"sv};
  switch (leaf.kind) {
    case ProductKind::clothing:
      return sized(kClothes, "Size", at, 0);
    case ProductKind::footwear:
      return sized(kShoes, "Size", at, 0);
    case ProductKind::storage:
      return sized(kCapacity, "Capacity", at, 15);
    case ProductKind::beauty:
      return sized(kBottles, "Volume", at, 20);
    case ProductKind::vessel:
      return sized(kVessels, "Volume", at, 12);
    case ProductKind::food:
      return sized(kSacks, "Weight", at, 60);
    case ProductKind::furniture:
    case ProductKind::textile:
      return sized(kSpans, "Dimensions", at, 15);
    case ProductKind::bag:
      return sized(kLoads, "Volume", at, 10);
    default:
      return {};
  }
}

std::string model_name(Rng& rng) {
  static constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTVWXZ";
  std::string name;
  name += kLetters[rng.below(kLetters.size())];
  if (rng.percent(75)) name += kLetters[rng.below(kLetters.size())];
  if (rng.percent(70)) name += '-';
  name += std::to_string(rng.percent(60) ? 10 * rng.between(10, 99) : rng.between(10, 9999));
  return name;
}

/// What an accessory is made for: phones of the trade's three biggest brands.
std::vector<std::string> compatible_models(const Brands& brands, Rng& rng) {
  static constexpr std::array<std::string_view, 4> kEditions = {"", " Pro", " Max", " Lite"};
  std::vector<std::string> models;
  const std::string_view brand = brands.word(brands.at(0, rng.skewed(3)));
  const std::uint32_t first = rng.between(9, 16);
  for (std::uint32_t i = 0, n = rng.between(1, 4); i < n; ++i) {
    models.push_back(std::string(brand) + " " + std::to_string(first + i) +
                     std::string(rng.pick(kEditions)));
  }
  return models;
}

/// The shop's language, and for 15 % of the articles one to three others.
std::vector<LanguageIndex> draw_languages(LanguageIndex own, Rng& rng) {
  std::vector<LanguageIndex> languages{own};
  if (!rng.percent(15)) return languages;
  const std::size_t count = rng.between(2, 4);
  if (own != 0) languages.push_back(0);
  while (languages.size() < count) {
    const auto other = static_cast<LanguageIndex>(rng.below(kLanguages));
    if (std::find(languages.begin(), languages.end(), other) == languages.end()) {
      languages.push_back(other);
    }
  }
  return languages;
}

const Phrase* draw_row(const Tables::ByKind& table, ProductKind kind, Rng& rng) {
  const std::vector<Phrase>& rows = rows_for(table, kind);
  return rows.empty() ? nullptr : &rng.pick(rows);
}

std::uint32_t draw_leaf(std::uint32_t root, Rng& rng) {
  const RootRange range = tables().roots[root];
  return tables().leaves[range.first + rng.skewed(range.end - range.first)];
}

}  // namespace

Variant variant_of(std::uint64_t seed, std::uint64_t product, std::uint64_t products) {
  const std::uint64_t first = product / kBlock * kBlock;
  Rng rng(seed, Stream::block, first);
  if (!rng.percent(75)) return {product, 0, 1};
  const std::uint64_t start = first + rng.below(kBlock - 5);
  const std::uint64_t size = rng.between(2, 6);
  const std::uint64_t end = std::min(start + size, products);
  if (product < start || product >= end || end - start < 2) return {product, 0, 1};
  return {start, static_cast<std::uint32_t>(product - start),
          static_cast<std::uint32_t>(end - start)};
}

ProductDraft draw_product(std::uint64_t seed, const Variant& variant, std::uint64_t shops,
                          const Brands& brands, Rng& own) {
  const Tables& words = tables();
  Rng base(seed, Stream::base, variant.leader);
  ProductDraft draft;
  draft.shop_number = base.skewed(shops);
  draft.shop = sample_shop(seed, draft.shop_number);
  draft.root = base.percent(75) ? draft.shop.root : base.skewed(words.roots.size());
  draft.leaf = &words.nodes[draw_leaf(draft.root, base)];
  const ProductKind kind = draft.leaf->kind;
  draft.branded = base.percent(92);
  draft.brand = brands.draw(draft.root, base);
  draft.languages = draw_languages(draft.shop.language, base);
  if (base.percent(18)) draft.synonym = base.between(1, 3);
  draft.praises[0] = base.percent(80) ? draw_row(words.praises, kind, base) : nullptr;
  draft.praises[1] = base.percent(40) ? draw_row(words.praises, kind, base) : nullptr;
  if (draft.praises[0] == draft.praises[1]) draft.praises[1] = nullptr;
  draft.material = draw_row(words.materials, kind, base);
  if (base.percent(15)) draft.second_material = draw_row(words.materials, kind, base);
  if (draft.second_material == draft.material) draft.second_material = nullptr;
  draft.model = model_name(base);
  if (kind == ProductKind::phone_accessory) draft.compatible = compatible_models(brands, base);
  draft.watts = 50 * base.between(2, 44);
  draft.base_price = draw_price(draft.leaf->median_price, base);
  draft.quality = 500 - base.skewed(180);
  draft.style = static_cast<std::uint32_t>(base.next());
  draft.color =
      &words.colors[(base.skewed(words.colors.size()) + variant.member) % words.colors.size()];
  const std::uint32_t size = base.below(64);
  draft.measure =
      measure_of(*draft.leaf, variant.grouped() ? size + variant.member : size + own.below(4));
  return draft;
}

}  // namespace souk::sample
