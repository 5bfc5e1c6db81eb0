#include "data/number_column.h"

#include <cmath>

namespace souk {

std::pair<std::uint64_t, std::uint64_t> NumberColumn::codes_between(std::int64_t low,
                                                                    std::int64_t high) const {
  const auto base = static_cast<std::int64_t>(before_ + 1);
  if (high < base || low > high) return {1, 0};
  const auto code = [&](std::int64_t value) { return static_cast<std::uint64_t>(value) - before_; };
  return {code(std::max(low, base)), code(high)};
}

Result<RatingColumn> RatingColumn::open(const SectionFile& file, std::size_t count) {
  RatingColumn column;
  const auto values = file.array<double>("rating.value");
  if (!values) return values.error();
  if (values->empty() || !std::isnan(values->front())) {
    return file.damaged("rating.value", "does not begin with the unrated");
  }
  const auto codes = NarrowArray::open_below(file, "rating", count, values->size());
  if (!codes) return codes.error();
  column.values_ = *values;
  column.codes_ = *codes;
  return column;
}

void write_ratings(SectionWriter& out, const std::vector<double>& ratings) {
  std::vector<double> values;
  std::copy_if(ratings.begin(), ratings.end(), std::back_inserter(values),
               [](double rating) { return !std::isnan(rating); });
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  values.insert(values.begin(), std::nan(""));
  out.write("rating.value", values);
  write_narrow(out, "rating", ratings.size(), [&](std::size_t i) {
    if (std::isnan(ratings[i])) return std::uint64_t{0};
    return static_cast<std::uint64_t>(
        std::lower_bound(values.begin() + 1, values.end(), ratings[i]) - values.begin());
  });
}

}  // namespace souk
