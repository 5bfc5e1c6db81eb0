#pragma once
// A segment's numeric columns by docid, each as narrow as its values, with a rank column and its
// permutation for every explicit sort order.
//
// Sections: codes of the integer columns ("price", "list_price", "own_price", "own_list_price",
// "sales", "review_count", "stock", "created_at"), whose bases are "base" i64[8]; "rating" with
// "rating.value"; "currency" and "list_currency", codes into "currency.value" (three letters each);
// "free.bits" and "ships.bits" (bitsets); "order.S" and "rank.S" u32 for each stored sort.
// "size" u64[1]: the products.
//
// Docids are in order of sales and id when a segment is built. A *column epoch* (with()) has newer
// values for some products under the same docids, so that sales become an order of their own.
// Immutable once open; any thread.

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/bitset.h"
#include "data/docid.h"
#include "data/money.h"
#include "data/number_column.h"
#include "data/section_file.h"
#include "data/sort_order.h"

namespace souk {

/// Bits of the flags column.
namespace product_flag {
inline constexpr std::uint8_t kFreeShipping = 1;
inline constexpr std::uint8_t kShipsToListed = 2;  ///< ships_to was given (else: everywhere)
}  // namespace product_flag

/// One product's values, as a build writes them.
struct ColumnRow {
  std::int64_t price = kMissing;       ///< base minor units; missing without a price or a rate
  std::int64_t list_price = kMissing;  ///< the same
  std::int64_t own_price = kMissing;   ///< the seller's own minor units
  std::int64_t own_list_price = kMissing;
  Currency currency;
  Currency list_currency;
  std::int64_t sales = 0;
  double rating = std::numeric_limits<double>::quiet_NaN();
  std::int64_t review_count = 0;
  std::int64_t stock = kMissing;
  std::int64_t created_at = kMissing;
  std::uint8_t flags = 0;

  [[nodiscard]] SortFields sort_fields() const;
};

/// A product's new values.
struct RowChange {
  Docid doc = 0;
  ColumnRow row;
};

class Columns {
 public:
  Columns() = default;
  static Result<Columns> open(const SectionFile& file);
  /// Rows by docid. Computes every order: O(N log N) per sort.
  static void write(SectionWriter& out, const std::vector<ColumnRow>& rows);
  /// The next column epoch: these columns with other values for some products, in any order, each
  /// once. What stays as it is is shared with these columns, whose file must stay open. `id_order`:
  /// docids by id. O(N) for every column and order that changes, + O(changes · log N).
  [[nodiscard]] Columns with(std::span<const RowChange> changes,
                             std::span<const Docid> id_order) const;

  [[nodiscard]] std::size_t size() const { return size_; }
  /// For loops over many products, which ask once for the width.
  [[nodiscard]] const NumberColumn& prices() const { return price_; }
  [[nodiscard]] const NumberColumn& list_prices() const { return list_price_; }
  [[nodiscard]] const NumberColumn& all_sales() const { return sales_; }
  [[nodiscard]] const NumberColumn& review_counts() const { return review_count_; }
  [[nodiscard]] const NumberColumn& stocks() const { return stock_; }
  [[nodiscard]] const NumberColumn& created() const { return created_at_; }
  [[nodiscard]] const RatingColumn& ratings() const { return rating_; }

  [[nodiscard]] std::int64_t price(Docid doc) const { return price_[doc]; }
  [[nodiscard]] std::int64_t list_price(Docid doc) const { return list_price_[doc]; }
  [[nodiscard]] std::int64_t sales(Docid doc) const { return sales_[doc]; }
  /// NaN: unrated.
  [[nodiscard]] double rating(Docid doc) const { return rating_[doc]; }
  [[nodiscard]] std::int64_t review_count(Docid doc) const { return review_count_[doc]; }
  [[nodiscard]] std::int64_t stock(Docid doc) const { return stock_[doc]; }
  [[nodiscard]] std::int64_t created_at(Docid doc) const { return created_at_[doc]; }
  [[nodiscard]] bool in_stock(Docid doc) const { return stock_[doc] != 0; }
  [[nodiscard]] bool free_shipping(Docid doc) const { return has_bit(free_bits_, doc); }
  /// The documents with free shipping, as a bitset (bitset_words()).
  [[nodiscard]] std::span<const std::uint64_t> free_shipping_bits() const { return free_bits_; }
  [[nodiscard]] bool ships_to_listed(Docid doc) const { return has_bit(ships_bits_, doc); }
  /// Asks memory for what row() will read.
  void prefetch(Docid doc) const {
    for (const NumberColumn* column : {&price_, &list_price_, &own_price_, &own_list_price_,
                                       &sales_, &review_count_, &stock_, &created_at_}) {
      column->prefetch(doc);
    }
    rating_.prefetch(doc);
    currency_.prefetch(doc);
    list_currency_.prefetch(doc);
  }
  /// All of one product's values.
  [[nodiscard]] ColumnRow row(Docid doc) const;
  /// sort_key() of a product; reads no more columns than that needs.
  [[nodiscard]] std::int64_t key(Sort sort, Docid doc) const;
  /// Position of each docid in an order, and its inverse; relevance has that of sales, which breaks
  /// its ties. Empty for these two where the docid itself is the rank.
  [[nodiscard]] std::span<const std::uint32_t> ranks(Sort sort) const {
    return ranks_[static_cast<std::size_t>(sort)];
  }
  [[nodiscard]] std::span<const Docid> order(Sort sort) const {
    return orders_[static_cast<std::size_t>(sort)];
  }

 private:
  /// An integer column: its section, its place in a row, and here.
  struct Number {
    const char* name;
    std::int64_t ColumnRow::*field;
    NumberColumn Columns::*column;
  };
  static const std::array<Number, 8> kNumbers;  ///< in the order of their bases
  friend class ColumnEpoch;

  std::size_t size_ = 0;
  NumberColumn price_;
  NumberColumn list_price_;
  NumberColumn own_price_;
  NumberColumn own_list_price_;
  NumberColumn sales_;
  NumberColumn review_count_;
  NumberColumn stock_;
  NumberColumn created_at_;
  RatingColumn rating_;
  NarrowArray currency_;
  NarrowArray list_currency_;
  std::span<const Currency> currencies_;
  std::span<const std::uint64_t> free_bits_;
  std::span<const std::uint64_t> ships_bits_;
  std::array<std::span<const std::uint32_t>, kSorts> ranks_;
  std::array<std::span<const Docid>, kSorts> orders_;
  /// What parts by name point into, where it is not the file.
  std::map<std::string, std::shared_ptr<const void>> own_;
};

}  // namespace souk
