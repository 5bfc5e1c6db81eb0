#include "data/columns.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "data/bitset.h"

namespace souk {
namespace {

static_assert(sizeof(Currency) == 3, "currency columns hold the three letters");

constexpr std::array kStoredSorts = {Sort::price_asc, Sort::price_desc,    Sort::reviews,
                                     Sort::rating,    Sort::free_shipping, Sort::newest};

std::string section(std::string_view prefix, Sort sort) {
  return std::string(prefix) + std::to_string(static_cast<int>(sort));
}

std::optional<std::int64_t> known(std::int64_t value) {
  return value == kMissing ? std::nullopt : std::optional(value);
}

template <class Field>
void write_column(SectionWriter& out, std::string_view name, const std::vector<ColumnRow>& rows,
                  Field field) {
  std::vector<std::decay_t<decltype(field(rows.front()))>> values;
  values.reserve(rows.size());
  for (const ColumnRow& row : rows) values.push_back(field(row));
  out.write(name, values);
}

}  // namespace

SortFields ColumnRow::sort_fields() const {
  return {known(price),
          sales,
          std::isnan(rating) ? std::nullopt : std::optional(rating),
          review_count,
          (flags & product_flag::kFreeShipping) != 0,
          known(created_at)};
}

void Columns::write(SectionWriter& out, const std::vector<ColumnRow>& rows) {
  write_column(out, "price", rows, [](const ColumnRow& r) { return r.price; });
  write_column(out, "list_price", rows, [](const ColumnRow& r) { return r.list_price; });
  write_column(out, "own_price", rows, [](const ColumnRow& r) { return r.own_price; });
  write_column(out, "own_list_price", rows, [](const ColumnRow& r) { return r.own_list_price; });
  write_column(out, "sales", rows, [](const ColumnRow& r) { return r.sales; });
  write_column(out, "review_count", rows, [](const ColumnRow& r) { return r.review_count; });
  write_column(out, "stock", rows, [](const ColumnRow& r) { return r.stock; });
  write_column(out, "created_at", rows, [](const ColumnRow& r) { return r.created_at; });
  write_column(out, "rating", rows, [](const ColumnRow& r) { return r.rating; });
  write_column(out, "currency", rows, [](const ColumnRow& r) { return r.currency; });
  write_column(out, "list_currency", rows, [](const ColumnRow& r) { return r.list_currency; });
  write_column(out, "flags", rows, [](const ColumnRow& r) { return r.flags; });

  std::vector<std::uint64_t> free_bits(bitset_words(rows.size()), 0);
  for (Docid doc = 0; doc < rows.size(); ++doc) {
    if ((rows[doc].flags & product_flag::kFreeShipping) != 0) set_bit(free_bits, doc);
  }
  out.write("free.bits", free_bits);

  std::vector<std::pair<std::int64_t, Docid>> keyed(rows.size());
  std::vector<Docid> order(rows.size());
  std::vector<std::uint32_t> ranks(rows.size());
  for (const Sort sort : kStoredSorts) {
    for (Docid doc = 0; doc < rows.size(); ++doc) {
      keyed[doc] = {sort_key(sort, rows[doc].sort_fields()), doc};
    }
    // Docids already descend by sales and ascend by id: the tie-break of every order.
    std::sort(keyed.begin(), keyed.end());
    for (std::uint32_t rank = 0; rank < keyed.size(); ++rank) {
      order[rank] = keyed[rank].second;
      ranks[keyed[rank].second] = rank;
    }
    out.write(section("order.", sort), order);
    out.write(section("rank.", sort), ranks);
  }
}

Result<Columns> Columns::open(const SectionFile& file) {
  Columns c;
  const auto flags = file.array<std::uint8_t>("flags");
  if (!flags) return flags.error();
  c.flags_ = *flags;
  const std::size_t n = flags->size();
  const auto column = [&]<class T>(std::string_view name,
                                   std::span<const T>& into) -> Result<void> {
    const auto values = file.array<T>(name);
    if (!values) return values.error();
    if (values->size() != n) return file.damaged(name, "has a value too many or too few");
    into = *values;
    return {};
  };
  for (const auto& [name, into] : {std::pair{"price", &c.price_},
                                   {"list_price", &c.list_price_},
                                   {"own_price", &c.own_price_},
                                   {"own_list_price", &c.own_list_price_},
                                   {"sales", &c.sales_},
                                   {"review_count", &c.review_count_},
                                   {"stock", &c.stock_},
                                   {"created_at", &c.created_at_}}) {
    if (auto opened = column(name, *into); !opened) return opened.error();
  }
  if (auto opened = column("rating", c.rating_); !opened) return opened.error();
  if (auto opened = column("currency", c.currency_); !opened) return opened.error();
  if (auto opened = column("list_currency", c.list_currency_); !opened) return opened.error();
  const auto free_bits = file.array<std::uint64_t>("free.bits");
  if (!free_bits) return free_bits.error();
  if (free_bits->size() != bitset_words(n)) return file.damaged("free.bits", "has a broken length");
  c.free_bits_ = *free_bits;
  for (const Sort sort : kStoredSorts) {
    auto& order = c.orders_[static_cast<std::size_t>(sort)];
    auto& ranks = c.ranks_[static_cast<std::size_t>(sort)];
    if (auto opened = column(section("order.", sort), order); !opened) return opened.error();
    if (auto opened = column(section("rank.", sort), ranks); !opened) return opened.error();
  }
  return c;
}

ColumnRow Columns::row(Docid doc) const {
  ColumnRow row;
  row.price = price_[doc];
  row.list_price = list_price_[doc];
  row.own_price = own_price_[doc];
  row.own_list_price = own_list_price_[doc];
  row.currency = currency_[doc];
  row.list_currency = list_currency_[doc];
  row.sales = sales_[doc];
  row.rating = rating_[doc];
  row.review_count = review_count_[doc];
  row.stock = stock_[doc];
  row.created_at = created_at_[doc];
  row.flags = flags_[doc];
  return row;
}

}  // namespace souk
