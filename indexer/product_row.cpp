#include "indexer/product_row.h"

#include <cmath>

namespace souk {

ColumnRow column_row(const Product& product, const Rates& rates) {
  ColumnRow row;
  if (product.price) {
    row.own_price = product.price->amount;
    row.currency = product.price->currency;
    row.price = rates.to_base(*product.price).value_or(kMissing);
  }
  if (product.list_price) {
    row.own_list_price = product.list_price->amount;
    row.list_currency = product.list_price->currency;
    row.list_price = rates.to_base(*product.list_price).value_or(kMissing);
  }
  row.sales = product.sales;
  if (product.rating) row.rating = *product.rating;
  row.review_count = product.review_count;
  if (product.stock) row.stock = *product.stock;
  if (product.created_at) row.created_at = *product.created_at;
  if (product.free_shipping) row.flags |= product_flag::kFreeShipping;
  if (product.ships_to) row.flags |= product_flag::kShipsToListed;
  return row;
}

void take_row(const ColumnRow& row, Product& product) {
  const auto money = [](std::int64_t amount, Currency currency) {
    return amount == kMissing ? std::nullopt : std::optional(Money{amount, currency});
  };
  product.price = money(row.own_price, row.currency);
  product.list_price = money(row.own_list_price, row.list_currency);
  product.sales = row.sales;
  product.rating = std::isnan(row.rating) ? std::nullopt : std::optional(row.rating);
  product.review_count = row.review_count;
  product.stock = row.stock == kMissing ? std::nullopt : std::optional(row.stock);
  product.free_shipping = (row.flags & product_flag::kFreeShipping) != 0;
}

ColumnRow patched_row(const ColumnRow& row, const Change& patch, const Rates& rates) {
  Product product;
  take_row(row, product);
  ColumnRow next = column_row(apply_patch(std::move(product), patch), rates);
  // No number: they are changed with the document.
  next.created_at = row.created_at;
  next.flags |= row.flags & product_flag::kShipsToListed;
  return next;
}

}  // namespace souk
