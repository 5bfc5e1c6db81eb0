// The next column epoch: columns with new values for some products, what stays the same shared.

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>
#include <mutex>
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
      std::vector<std::uint32_t> by_id(id_order_.size());
      for (std::uint32_t rank = 0; rank < by_id.size(); ++rank) by_id[id_order_[rank]] = rank;
      tie_rank_ = by_id;
      reorder(Sort::sales);
    }
    tie_rank_ = next_.ranks(Sort::sales);
    // The longer they take, the later searches see them.
    auto others = std::async(std::launch::async, [this] {
      for (const Sort sort : {Sort::reviews, Sort::rating, Sort::newest}) reorder(sort);
    });
    for (const Sort sort : {Sort::price_asc, Sort::price_desc, Sort::free_shipping}) reorder(sort);
    others.get();
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
    if (rewrite_codes(number)) return;
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

  /// The codes as they are but for those that change, where the new ones are as narrow.
  bool rewrite_codes(const Columns::Number& number) {
    const NumberColumn& old = before_.*number.column;
    return old.codes().with([&]<class Code>(const Code* codes) {
      std::vector<Code> next(codes, codes + before_.size());
      for (const RowChange& c : changes_) {
        const auto code = old.code(c.row.*number.field);
        if (!code || *code > std::numeric_limits<Code>::max()) return false;
        next[c.doc] = static_cast<Code>(*code);
      }
      SectionWriter out;
      out.write(number.name, next);
      next_.*number.column = NumberColumn(
          NarrowArray::open(own(number.name, out), number.name, next.size()).value(), old.base());
      return true;
    });
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

  /// Where a document belongs in an order, and where it was.
  struct Move {
    std::int64_t key;
    std::uint32_t tie;
    Docid doc;
    std::uint32_t old_rank;
    friend bool operator<(const Move& a, const Move& b) {
      return a.key != b.key ? a.key < b.key : a.tie < b.tie;
    }
  };
  [[nodiscard]] std::uint32_t tie(Docid doc) const {
    return tie_rank_.empty() ? doc : tie_rank_[doc];
  }
  [[nodiscard]] bool comes_before(Sort sort, Docid doc, const Move& move) const {
    const std::int64_t key = next_.key(sort, doc);
    return key != move.key ? key < move.key : tie(doc) < move.tie;
  }

  /// In order of where they belong: those that move, or all where these are so many that finding
  /// each its place among the others costs more than sorting all.
  [[nodiscard]] std::vector<Move> moves(Sort sort) const {
    constexpr std::size_t kMany = 4;  // one in
    std::vector<Move> moves;
    const auto ranks = before_.ranks(sort);
    const auto move = [&](Docid doc) {
      moves.push_back({next_.key(sort, doc), tie(doc), doc, ranks.empty() ? doc : ranks[doc]});
    };
    for (const RowChange& c : changes_) {
      const bool stays = next_.key(sort, c.doc) == before_.key(sort, c.doc) &&
                         next_.sales(c.doc) == before_.sales(c.doc);
      if (!stays) move(c.doc);
    }
    if (moves.size() * kMany > before_.size()) {
      moves.clear();
      for (Docid doc = 0; doc < before_.size(); ++doc) move(doc);
    }
    std::sort(moves.begin(), moves.end());
    return moves;
  }

  [[nodiscard]] std::vector<std::uint32_t> or_identity(std::span<const std::uint32_t> order) const {
    if (!order.empty()) return {order.begin(), order.end()};
    std::vector<std::uint32_t> identity(before_.size());
    std::iota(identity.begin(), identity.end(), 0U);
    return identity;
  }

  /// An order that is written from its first rank on.
  struct NextOrder {
    std::vector<Docid> order;
    std::vector<std::uint32_t> ranks;
    std::size_t rank = 0;

    void put(Docid doc) {
      order[rank] = doc;
      ranks[doc] = static_cast<std::uint32_t>(rank++);
    }
  };

  void reorder(Sort sort) {
    const std::vector<Move> moves = this->moves(sort);
    if (moves.empty()) return;
    auto next = std::make_shared<NextOrder>(
        NextOrder{or_identity(before_.order(sort)), or_identity(before_.ranks(sort))});
    if (moves.size() == before_.size()) {
      for (const Move& move : moves) next->put(move.doc);
    } else {
      merge(sort, moves, *next);
    }
    const std::lock_guard lock(orders_mutex_);
    set_order(sort, *next);
    if (sort == Sort::sales) set_order(Sort::relevance, *next);
    next_.own_["order." + std::to_string(static_cast<int>(sort))] = std::move(next);
  }

  /// Documents that stay keep their order and each of the others is put where it belongs among
  /// them. `next` has the order as it was: stretches that stay at their ranks are not touched, for
  /// writing ranks in the order of documents is what costs most here.
  void merge(Sort sort, const std::vector<Move>& moves, NextOrder& next) const {
    const std::size_t size = before_.size();
    const auto old_order = before_.order(sort);
    const auto old_at = [&](std::size_t rank) {
      return old_order.empty() ? static_cast<Docid>(rank) : old_order[rank];
    };
    std::vector<std::uint64_t> is_left(bitset_words(size), 0);  // by old rank
    std::vector<std::uint32_t> left;
    for (const Move& move : moves) {
      set_bit(is_left, move.old_rank);
      left.push_back(move.old_rank);
    }
    std::sort(left.begin(), left.end());
    // Behind each of them the next old rank of one that stays: runs may be long.
    std::vector<std::uint32_t> next_stay(left.size());
    for (std::size_t i = left.size(); i-- > 0;) {
      const bool run = i + 1 < left.size() && left[i + 1] == left[i] + 1;
      next_stay[i] = run ? next_stay[i + 1] : left[i] + 1;
    }

    std::size_t from = 0;
    auto gap = left.begin();
    const auto put_until = [&](std::size_t to) {
      while (from < to) {
        const std::size_t stop = gap == left.end() ? to : std::min<std::size_t>(to, *gap);
        if (next.rank == from) next.rank = from = stop;
        while (from < stop) next.put(old_at(from++));
        if (gap != left.end() && from == *gap && from < to) {
          ++gap;
          ++from;
        }
      }
    };
    // Whether the next of those that stay, from an old rank on, comes before where one belongs.
    const auto comes_before_it = [&](std::size_t old_rank, const Move& move) {
      if (has_bit(is_left, old_rank)) {
        const auto at = std::lower_bound(left.begin(), left.end(), old_rank);
        old_rank = next_stay[static_cast<std::size_t>(at - left.begin())];
      }
      return old_rank < size && comes_before(sort, old_at(old_rank), move);
    };
    for (const Move& move : moves) {
      // Most go not far: from where it was in steps that double, then by halves.
      std::size_t low = from;
      std::size_t high = size;
      std::size_t middle = std::max<std::size_t>(from, move.old_rank);
      for (std::size_t step = 1; low < high; step *= 2) {
        if (comes_before_it(middle, move)) {
          low = middle + 1;
          middle = low + std::min(step, (high - low) / 2);
        } else {
          high = middle;
          middle = high - std::min(step, (high - low + 1) / 2);
        }
      }
      put_until(low);
      next.put(move.doc);
    }
    put_until(size);
  }

  void set_order(Sort sort, const NextOrder& next) {
    next_.orders_[static_cast<std::size_t>(sort)] = next.order;
    next_.ranks_[static_cast<std::size_t>(sort)] = next.ranks;
  }

  const Columns& before_;
  std::span<const RowChange> changes_;
  std::span<const Docid> id_order_;
  std::span<const std::uint32_t> tie_rank_;  ///< by docid; empty: the docid itself
  std::mutex orders_mutex_;
  Columns next_;
};

Columns Columns::with(std::span<const RowChange> changes, std::span<const Docid> id_order) const {
  return ColumnEpoch(*this, changes, id_order).make();
}

}  // namespace souk
