#include "data/columns.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

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

void write_bits(SectionWriter& out, std::string_view name, const std::vector<ColumnRow>& rows,
                std::uint8_t flag) {
  std::vector<std::uint64_t> bits(bitset_words(rows.size()), 0);
  for (Docid doc = 0; doc < rows.size(); ++doc) {
    if ((rows[doc].flags & flag) != 0) set_bit(bits, doc);
  }
  out.write(name, bits);
}

void write_currencies(SectionWriter& out, const std::vector<ColumnRow>& rows) {
  std::vector<Currency> values;
  const auto code = [&](Currency currency) {
    return static_cast<std::size_t>(std::find(values.begin(), values.end(), currency) -
                                    values.begin());
  };
  for (const ColumnRow& row : rows) {
    for (const Currency currency : {row.currency, row.list_currency}) {
      if (code(currency) == values.size()) values.push_back(currency);
    }
  }
  write_narrow(out, "currency", rows.size(),
               [&](std::size_t doc) { return code(rows[doc].currency); });
  write_narrow(out, "list_currency", rows.size(),
               [&](std::size_t doc) { return code(rows[doc].list_currency); });
  out.write("currency.value", values);
}

}  // namespace

const std::array<Columns::Number, 8> Columns::kNumbers = {
    {{"price", &ColumnRow::price, &Columns::price_},
     {"list_price", &ColumnRow::list_price, &Columns::list_price_},
     {"own_price", &ColumnRow::own_price, &Columns::own_price_},
     {"own_list_price", &ColumnRow::own_list_price, &Columns::own_list_price_},
     {"sales", &ColumnRow::sales, &Columns::sales_},
     {"review_count", &ColumnRow::review_count, &Columns::review_count_},
     {"stock", &ColumnRow::stock, &Columns::stock_},
     {"created_at", &ColumnRow::created_at, &Columns::created_at_}}};

SortFields ColumnRow::sort_fields() const {
  return {known(price),
          sales,
          std::isnan(rating) ? std::nullopt : std::optional(rating),
          review_count,
          (flags & product_flag::kFreeShipping) != 0,
          known(created_at)};
}

void Columns::write(SectionWriter& out, const std::vector<ColumnRow>& rows) {
  out.write("size", std::vector<std::uint64_t>{rows.size()});
  std::vector<std::int64_t> bases;
  bases.reserve(kNumbers.size());
  for (const Number& number : kNumbers) {
    bases.push_back(write_numbers(out, number.name, rows.size(),
                                  [&](std::size_t doc) { return rows[doc].*number.field; }));
  }
  out.write("base", bases);
  std::vector<double> ratings(rows.size());
  std::transform(rows.begin(), rows.end(), ratings.begin(), std::mem_fn(&ColumnRow::rating));
  write_ratings(out, ratings);
  write_currencies(out, rows);
  write_bits(out, "free.bits", rows, product_flag::kFreeShipping);
  write_bits(out, "ships.bits", rows, product_flag::kShipsToListed);

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
  const auto size = file.array<std::uint64_t>("size");
  if (!size) return size.error();
  const auto bases = file.array<std::int64_t>("base");
  if (!bases) return bases.error();
  if (size->size() != 1 || (*size)[0] > std::numeric_limits<Docid>::max() ||
      bases->size() != kNumbers.size()) {
    return file.damaged("size", "is broken");
  }
  const std::size_t n = c.size_ = (*size)[0];
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    const auto codes = NarrowArray::open(file, kNumbers[i].name, n);
    if (!codes) return codes.error();
    c.*kNumbers[i].column = NumberColumn(*codes, (*bases)[i]);
  }
  const auto ratings = RatingColumn::open(file, n);
  if (!ratings) return ratings.error();
  c.rating_ = *ratings;
  const auto currencies = file.array<Currency>("currency.value");
  if (!currencies) return currencies.error();
  c.currencies_ = *currencies;
  for (const auto& [name, into] :
       {std::pair{"currency", &c.currency_}, {"list_currency", &c.list_currency_}}) {
    const auto codes = NarrowArray::open_below(file, name, n, currencies->size());
    if (!codes) return codes.error();
    *into = *codes;
  }
  for (const auto& [name, into] :
       {std::pair{"free.bits", &c.free_bits_}, {"ships.bits", &c.ships_bits_}}) {
    const auto bits = file.array<std::uint64_t>(name);
    if (!bits) return bits.error();
    if (bits->size() != bitset_words(n)) return file.damaged(name, "has a broken length");
    *into = *bits;
  }
  const auto column = [&](const std::string& name,
                          std::span<const std::uint32_t>& into) -> Result<void> {
    const auto values = file.array<std::uint32_t>(name);
    if (!values) return values.error();
    if (values->size() != n) return file.damaged(name, "has a value too many or too few");
    into = *values;
    return {};
  };
  for (const Sort sort : kStoredSorts) {
    auto& order = c.orders_[static_cast<std::size_t>(sort)];
    auto& ranks = c.ranks_[static_cast<std::size_t>(sort)];
    if (auto opened = column(section("order.", sort), order); !opened) return opened.error();
    if (auto opened = column(section("rank.", sort), ranks); !opened) return opened.error();
  }
  return c;
}

std::int64_t Columns::key(Sort sort, Docid doc) const {
  SortFields fields;
  switch (sort) {
    case Sort::relevance:
    case Sort::sales:
      fields.sales = sales(doc);
      return sort_key(Sort::sales, fields);  // which leaves no field to fill in: pages ask often
    case Sort::price_asc:
    case Sort::price_desc:
      fields.price = known(price(doc));
      break;
    case Sort::reviews:
    case Sort::rating:
      if (!std::isnan(rating(doc))) fields.rating = rating(doc);
      fields.review_count = review_count(doc);
      break;
    case Sort::free_shipping:
      fields.free_shipping = free_shipping(doc);
      break;
    case Sort::newest:
      fields.created_at = known(created_at(doc));
      break;
  }
  return sort_key(sort, fields);
}

ColumnRow Columns::row(Docid doc) const {
  ColumnRow row;
  row.price = price_[doc];
  row.list_price = list_price_[doc];
  row.own_price = own_price_[doc];
  row.own_list_price = own_list_price_[doc];
  row.currency = currencies_[currency_[doc]];
  row.list_currency = currencies_[list_currency_[doc]];
  row.sales = sales_[doc];
  row.rating = rating_[doc];
  row.review_count = review_count_[doc];
  row.stock = stock_[doc];
  row.created_at = created_at_[doc];
  if (free_shipping(doc)) row.flags |= product_flag::kFreeShipping;
  if (ships_to_listed(doc)) row.flags |= product_flag::kShipsToListed;
  return row;
}

}  // namespace souk
