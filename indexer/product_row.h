#pragma once
// A product's numbers as a row of columns, and back. Pure; any thread.

#include "data/change.h"
#include "data/columns.h"
#include "data/product.h"
#include "data/rates.h"

namespace souk {

/// The columns of a product: what filters and sorts see.
ColumnRow column_row(const Product& product, const Rates& rates);

/// Gives a product the price, list price, sales, rating, reviews, stock and free shipping of a row.
void take_row(const ColumnRow& row, Product& product);

/// The row after a patch that changes numbers alone (Change::changes_numbers_alone()).
ColumnRow patched_row(const ColumnRow& row, const Change& patch, const Rates& rates);

}  // namespace souk
