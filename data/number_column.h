#pragma once
// Columns of numbers as narrow codes. A NumberColumn holds integers: code 0 is "no value", code c
// the column's base + c − 1, so codes order as values do. A RatingColumn numbers its distinct
// values in ascending order, for doubles have no width to narrow. Immutable once open; any thread.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "data/docid.h"
#include "data/narrow_array.h"

namespace souk {

/// "No value" in integer columns.
inline constexpr std::int64_t kMissing = std::numeric_limits<std::int64_t>::min();

class NumberColumn {
 public:
  NumberColumn() = default;
  NumberColumn(NarrowArray codes, std::int64_t base)
      : codes_(codes), before_(static_cast<std::uint64_t>(base) - 1) {}

  /// kMissing where there is none.
  [[nodiscard]] std::int64_t operator[](Docid doc) const { return value(codes_[doc]); }
  /// Calls use(value_of), where value_of(docid) reads the column at its width.
  template <class Use>
  decltype(auto) with(Use&& use) const {
    return codes_.with([&, before = before_](const auto* codes) -> decltype(auto) {
      return use([codes, before](Docid doc) { return value(codes[doc], before); });
    });
  }
  /// Calls use(code_of): what with_range's bounds are compared with.
  [[nodiscard]] const NarrowArray& codes() const { return codes_; }
  /// The codes [first, last] of values in [low, high]; first > last where there are none.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> codes_between(std::int64_t low,
                                                                      std::int64_t high) const;
  [[nodiscard]] std::int64_t base() const { return static_cast<std::int64_t>(before_ + 1); }
  /// What stands for a value here, be it wider than the codes or not; none below the base.
  [[nodiscard]] std::optional<std::uint64_t> code(std::int64_t value) const {
    if (value == kMissing) return 0;
    if (value < base()) return std::nullopt;
    return static_cast<std::uint64_t>(value) - before_;
  }
  void prefetch(Docid doc) const { codes_.prefetch(doc); }

 private:
  static std::int64_t value(std::uint64_t code, std::uint64_t before) {
    return code == 0 ? kMissing : static_cast<std::int64_t>(before + code);
  }
  [[nodiscard]] std::int64_t value(std::uint64_t code) const { return value(code, before_); }

  NarrowArray codes_;
  std::uint64_t before_ = 0;  ///< what code 0 would stand for, modulo 2^64
};

/// Writes a number column's codes and returns its base. `value_of` as write_narrow has it.
template <class ValueOf>
std::int64_t write_numbers(SectionWriter& out, std::string_view name, std::size_t count,
                           ValueOf value_of) {
  std::int64_t base = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < count; ++i) {
    if (const std::int64_t value = value_of(i); value != kMissing) base = std::min(base, value);
  }
  write_narrow(out, name, count, [&](std::size_t i) {
    const std::int64_t value = value_of(i);
    if (value == kMissing) return std::uint64_t{0};
    return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(base) + 1;
  });
  return base;
}

class RatingColumn {
 public:
  RatingColumn() = default;
  /// Sections "rating" (codes) and "rating.value" (doubles; the first is NaN, for the unrated).
  static Result<RatingColumn> open(const SectionFile& file, std::size_t count);

  /// NaN: unrated.
  [[nodiscard]] double operator[](Docid doc) const { return values_[codes_[doc]]; }
  template <class Use>
  decltype(auto) with(Use&& use) const {
    return codes_.with([&, values = values_.data()](const auto* codes) -> decltype(auto) {
      return use([codes, values](Docid doc) { return values[codes[doc]]; });
    });
  }
  [[nodiscard]] const NarrowArray& codes() const { return codes_; }
  /// By code; the first is NaN.
  [[nodiscard]] std::span<const double> values() const { return values_; }
  /// Ratings of at least so much have this code or a larger one; the unrated never do.
  [[nodiscard]] std::uint64_t code_at_least(double rating) const {
    return static_cast<std::uint64_t>(std::lower_bound(values_.begin() + 1, values_.end(), rating) -
                                      values_.begin());
  }
  void prefetch(Docid doc) const { codes_.prefetch(doc); }

 private:
  NarrowArray codes_;
  std::span<const double> values_;
};

/// Writes what RatingColumn opens. NaN: unrated.
void write_ratings(SectionWriter& out, const std::vector<double>& ratings);
/// The same column with other ratings for some products. O(N + changes · log ratings).
void rewrite_ratings(SectionWriter& out, const RatingColumn& before,
                     std::span<const std::pair<Docid, double>> changes);

}  // namespace souk
