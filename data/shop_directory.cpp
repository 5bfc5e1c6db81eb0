#include "data/shop_directory.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace souk {
namespace {

constexpr std::int64_t kUnknownDate = std::numeric_limits<std::int64_t>::min();

template <class Field>
void write_field(SectionWriter& out, const std::string& name, const std::vector<Shop>& shops,
                 Field field) {
  std::vector<std::string_view> values;
  values.reserve(shops.size());
  for (const Shop& shop : shops) values.push_back(field(shop));
  write_strings(out, name, values);
}

}  // namespace

void ShopDirectory::write(SectionWriter& out, const std::vector<Shop>& shops,
                          const std::vector<std::uint32_t>& product_counts) {
  write_field(out, "id", shops, [](const Shop& s) { return std::string_view(s.id); });
  write_field(out, "name", shops, [](const Shop& s) { return std::string_view(s.name); });
  write_field(out, "lang", shops, [](const Shop& s) { return std::string_view(s.lang); });
  write_field(out, "country", shops, [](const Shop& s) { return std::string_view(s.country); });
  write_field(out, "logo", shops, [](const Shop& s) { return std::string_view(s.logo); });
  std::vector<std::string_view> aliases;
  std::vector<std::uint64_t> rows{0};
  std::vector<std::uint32_t> alias_ids;
  std::vector<double> ratings;
  std::vector<std::int64_t> reviews;
  std::vector<std::int64_t> opened;
  for (const Shop& shop : shops) {
    for (const std::string& alias : shop.aliases) {
      alias_ids.push_back(static_cast<std::uint32_t>(aliases.size()));
      aliases.emplace_back(alias);
    }
    rows.push_back(aliases.size());
    ratings.push_back(shop.rating.value_or(std::nan("")));
    reviews.push_back(shop.review_count);
    opened.push_back(shop.opened_at.value_or(kUnknownDate));
  }
  write_rows(out, "alias.row", rows, alias_ids);
  write_strings(out, "alias", aliases);
  out.write("rating", ratings);
  out.write("reviews", reviews);
  out.write("opened", opened);
  out.write("products", product_counts);
}

Result<ShopDirectory> ShopDirectory::open(const SectionFile& file) {
  ShopDirectory shops;
  shops.file_ = file;
  const auto strings = [&](const char* name, StringTable& into) -> Result<void> {
    const auto table = StringTable::open(file, name);
    if (!table) return table.error();
    into = *table;
    return {};
  };
  for (const auto& [name, into] : {std::pair{"id", &shops.ids_},
                                   {"name", &shops.names_},
                                   {"lang", &shops.langs_},
                                   {"country", &shops.countries_},
                                   {"logo", &shops.logos_},
                                   {"alias", &shops.aliases_}}) {
    if (auto opened = strings(name, *into); !opened) return opened.error();
  }
  const auto rows = RowTable<std::uint32_t>::open(file, "alias.row");
  if (!rows) return rows.error();
  const auto ratings = file.array<double>("rating");
  if (!ratings) return ratings.error();
  const auto reviews = file.array<std::int64_t>("reviews");
  if (!reviews) return reviews.error();
  const auto opened = file.array<std::int64_t>("opened");
  if (!opened) return opened.error();
  const auto counts = file.array<std::uint32_t>("products");
  if (!counts) return counts.error();
  const auto postings = Postings::open(file);
  if (!postings) return postings.error();
  const std::size_t n = shops.ids_.size();
  if (shops.names_.size() != n || shops.langs_.size() != n || shops.countries_.size() != n ||
      shops.logos_.size() != n || rows->rows() != n ||
      rows->values().size() != shops.aliases_.size() || ratings->size() != n ||
      reviews->size() != n || opened->size() != n || counts->size() != n) {
    return file.damaged("id", "has parts of different sizes");
  }
  for (std::uint32_t i = 1; i < n && shops.id_order_.empty(); ++i) {
    if (!(shops.ids_[i] < shops.ids_[i - 1])) continue;
    shops.id_order_.resize(n);
    std::iota(shops.id_order_.begin(), shops.id_order_.end(), 0U);
    std::sort(shops.id_order_.begin(), shops.id_order_.end(),
              [&](std::uint32_t a, std::uint32_t b) { return shops.ids_[a] < shops.ids_[b]; });
  }
  shops.alias_rows_ = *rows;
  shops.ratings_ = *ratings;
  shops.reviews_ = *reviews;
  shops.opened_ = *opened;
  shops.counts_ = *counts;
  shops.postings_ = *postings;
  const auto completions = Completions::open(file, kShopCompletions);
  if (!completions) return completions.error();
  for (Completions::Entry entry = 0; entry < completions->size(); ++entry) {
    if (completions->value(entry) >= shops.size()) {
      return file.damaged("completion.value", "names a shop that there is not");
    }
  }
  shops.completions_ = *completions;
  return shops;
}

std::optional<std::uint32_t> ShopDirectory::find(std::string_view id) const {
  const auto entry = [&](std::size_t rank) {
    return id_order_.empty() ? static_cast<std::uint32_t>(rank) : id_order_[rank];
  };
  std::size_t low = 0;
  std::size_t high = ids_.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (ids_[entry(middle)] < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == ids_.size() || ids_[entry(low)] != id) return std::nullopt;
  return entry(low);
}

Shop ShopDirectory::shop(std::uint32_t shop) const {
  Shop result;
  result.id = ids_[shop];
  result.name = names_[shop];
  result.lang = langs_[shop];
  result.country = countries_[shop];
  result.logo = logos_[shop];
  for (const std::uint32_t alias : alias_rows_[shop]) {
    if (alias < aliases_.size()) result.aliases.emplace_back(aliases_[alias]);
  }
  if (!std::isnan(ratings_[shop])) result.rating = ratings_[shop];
  result.review_count = reviews_[shop];
  if (opened_[shop] != kUnknownDate) result.opened_at = opened_[shop];
  return result;
}

}  // namespace souk
