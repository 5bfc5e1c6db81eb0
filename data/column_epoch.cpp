// The next column epoch: columns with new values for some products, what stays the same shared.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "data/columns.h"

namespace souk {

class ColumnEpoch {
 public:
  ColumnEpoch(const Columns& before, std::span<const RowChange> changes,
              std::span<const Docid> id_order)
      : before_(before), changes_(changes), id_order_(id_order), next_(before) {}

  Columns make() && {
    for (const Columns::Number& number : Columns::kNumbers) rewrite_number(number);
    rewrite_ratings_column();
    rewrite_currencies();
    rewrite_bits("free.bits", next_.free_bits_, product_flag::kFreeShipping);
    rewrite_bits("ships.bits", next_.ships_bits_, product_flag::kShipsToListed);
    // Sales first, whose ties ids break: they break the ties of the others.
    if (any([&](const RowChange& c) { return before_.sales(c.doc) != c.row.sales; })) {
      tie_rank_ = ranks_of(id_order_);
      reorder(Sort::sales);
    }
    const auto by_sales = next_.ranks(Sort::sales);
    tie_rank_.assign(by_sales.begin(), by_sales.end());
    for (const Sort sort : {Sort::price_asc, Sort::price_desc, Sort::reviews, Sort::rating,
                            Sort::free_shipping, Sort::newest}) {
      reorder(sort);
    }
    return std::move(next_);
  }

 private:
  template <class Differs>
  [[nodiscard]] bool any(Differs differs) const {
    return std::any_of(changes_.begin(), changes_.end(), differs);
  }

  /// What was written, opened; the next columns own it under `name`.
  const SectionFile& own(const std::string& name, SectionWriter& out) {
    auto file = std::make_shared<const SectionFile>(
        SectionFile::over(hold_bytes(out.finish_bytes()), "memory columns").value());
    const SectionFile& opened = *file;
    next_.own_[name] = std::move(file);
    return opened;
  }

  void rewrite_number(const Columns::Number& number) {
    const NumberColumn& old = before_.*number.column;
    if (!any([&](const RowChange& c) { return old[c.doc] != c.row.*number.field; })) return;
    std::vector<std::int64_t> values(before_.size());
    old.with([&](auto value) {
      for (Docid doc = 0; doc < values.size(); ++doc) values[doc] = value(doc);
    });
    for (const RowChange& c : changes_) values[c.doc] = c.row.*number.field;
    SectionWriter out;
    const std::int64_t base = write_numbers(out, number.name, values.size(),
                                            [&](std::size_t doc) { return values[doc]; });
    const SectionFile& file = own(number.name, out);
    next_.*number.column =
        NumberColumn(NarrowArray::open(file, number.name, values.size()).value(), base);
  }

  void rewrite_ratings_column() {
    const auto differs = [&](const RowChange& c) {
      const double old = before_.rating(c.doc);
      return !(old == c.row.rating || (std::isnan(old) && std::isnan(c.row.rating)));
    };
    if (!any(differs)) return;
    std::vector<std::pair<Docid, double>> ratings;
    ratings.reserve(changes_.size());
    for (const RowChange& c : changes_) ratings.emplace_back(c.doc, c.row.rating);
    SectionWriter out;
    rewrite_ratings(out, before_.ratings(), ratings);
    next_.rating_ = RatingColumn::open(own("rating", out), before_.size()).value();
  }

  /// Both columns of them: they share the list of currencies.
  void rewrite_currencies() {
    if (!any([&](const RowChange& c) {
          const ColumnRow old = before_.row(c.doc);
          return old.currency != c.row.currency || old.list_currency != c.row.list_currency;
        })) {
      return;
    }
    std::vector<Currency> values(before_.currencies_.begin(), before_.currencies_.end());
    const auto code = [&](Currency currency) {
      const auto found = std::find(values.begin(), values.end(), currency);
      if (found != values.end()) return static_cast<std::uint32_t>(found - values.begin());
      values.push_back(currency);
      return static_cast<std::uint32_t>(values.size() - 1);
    };
    SectionWriter out;
    const auto rewrite = [&](const char* name, const NarrowArray& old,
                             Currency ColumnRow::*currency) {
      std::vector<std::uint32_t> codes(before_.size());
      old.with([&](const auto* each) { std::copy_n(each, codes.size(), codes.begin()); });
      for (const RowChange& c : changes_) codes[c.doc] = code(c.row.*currency);
      write_narrow(out, name, codes.size(), [&](std::size_t doc) { return codes[doc]; });
    };
    rewrite("currency", before_.currency_, &ColumnRow::currency);
    rewrite("list_currency", before_.list_currency_, &ColumnRow::list_currency);
    out.write("currency.value", values);
    const SectionFile& file = own("currency", out);
    next_.currency_ = NarrowArray::open(file, "currency", before_.size()).value();
    next_.list_currency_ = NarrowArray::open(file, "list_currency", before_.size()).value();
    next_.currencies_ = file.array<Currency>("currency.value").value();
  }

  void rewrite_bits(const std::string& name, std::span<const std::uint64_t>& bits,
                    std::uint8_t flag) {
    const auto set = [&](const RowChange& c) { return (c.row.flags & flag) != 0; };
    if (!any([&](const RowChange& c) { return has_bit(bits, c.doc) != set(c); })) return;
    auto words = std::make_shared<std::vector<std::uint64_t>>(bits.begin(), bits.end());
    for (const RowChange& c : changes_) {
      if (has_bit(*words, c.doc) != set(c)) (*words)[c.doc / 64] ^= std::uint64_t{1} << c.doc % 64;
    }
    bits = *words;
    next_.own_[name] = std::move(words);
  }

  static std::vector<std::uint32_t> ranks_of(std::span<const Docid> order) {
    std::vector<std::uint32_t> ranks(order.size());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = rank;
    return ranks;
  }

  /// A document's place in an order.
  struct Place {
    std::int64_t key;
    std::uint32_t tie;
    Docid doc;
    friend bool operator<(const Place& a, const Place& b) {
      return a.key != b.key ? a.key < b.key : a.tie < b.tie;
    }
  };
  [[nodiscard]] Place place(Sort sort, Docid doc) const {
    return {next_.key(sort, doc), tie_rank_.empty() ? doc : tie_rank_[doc], doc};
  }

  void reorder(Sort sort) {
    std::vector<Place> moved;
    std::vector<std::uint64_t> is_moved(bitset_words(before_.size()), 0);
    for (const RowChange& c : changes_) {
      if (before_.key(sort, c.doc) == next_.key(sort, c.doc) &&
          before_.sales(c.doc) == next_.sales(c.doc)) {
        continue;
      }
      moved.push_back(place(sort, c.doc));
      set_bit(is_moved, c.doc);
    }
    if (moved.empty()) return;
    std::sort(moved.begin(), moved.end());
    std::vector<Docid> kept(before_.size());
    if (const auto order = before_.order(sort); order.empty()) {
      std::iota(kept.begin(), kept.end(), Docid{0});
    } else {
      std::copy(order.begin(), order.end(), kept.begin());
    }
    std::erase_if(kept, [&](Docid doc) { return has_bit(is_moved, doc); });

    // Those that stay keep their order; each of the others is put where it belongs among them.
    auto order = std::make_shared<std::vector<Docid>>();
    order->reserve(before_.size());
    auto from = kept.begin();
    for (const Place& each : moved) {
      const auto to = std::lower_bound(from, kept.end(), each, [&](Docid doc, const Place& other) {
        return place(sort, doc) < other;
      });
      order->insert(order->end(), from, to);
      order->push_back(each.doc);
      from = to;
    }
    order->insert(order->end(), from, kept.end());
    auto ranks = std::make_shared<const std::vector<std::uint32_t>>(ranks_of(*order));

    const std::string name = std::to_string(static_cast<int>(sort));
    set_order(sort, *order, *ranks);
    if (sort == Sort::sales) set_order(Sort::relevance, *order, *ranks);
    next_.own_["order." + name] = std::move(order);
    next_.own_["rank." + name] = std::move(ranks);
  }

  void set_order(Sort sort, const std::vector<Docid>& order,
                 const std::vector<std::uint32_t>& ranks) {
    next_.orders_[static_cast<std::size_t>(sort)] = order;
    next_.ranks_[static_cast<std::size_t>(sort)] = ranks;
  }

  const Columns& before_;
  std::span<const RowChange> changes_;
  std::span<const Docid> id_order_;
  std::vector<std::uint32_t> tie_rank_;  ///< by docid; empty: the docid itself
  Columns next_;
};

Columns Columns::with(std::span<const RowChange> changes, std::span<const Docid> id_order) const {
  return ColumnEpoch(*this, changes, id_order).make();
}

}  // namespace souk
