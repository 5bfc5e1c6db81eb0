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

namespace {

/// Distinct ratings in ascending order behind the unrated.
std::vector<double> rating_values(std::vector<double> ratings) {
  std::erase_if(ratings, [](double rating) { return std::isnan(rating); });
  std::sort(ratings.begin(), ratings.end());
  ratings.erase(std::unique(ratings.begin(), ratings.end()), ratings.end());
  ratings.insert(ratings.begin(), std::nan(""));
  return ratings;
}

std::size_t rating_code(const std::vector<double>& values, double rating) {
  if (std::isnan(rating)) return 0;
  return static_cast<std::size_t>(std::lower_bound(values.begin() + 1, values.end(), rating) -
                                  values.begin());
}

}  // namespace

void write_ratings(SectionWriter& out, const std::vector<double>& ratings) {
  const std::vector<double> values = rating_values(ratings);
  out.write("rating.value", values);
  write_narrow(out, "rating", ratings.size(),
               [&](std::size_t i) { return rating_code(values, ratings[i]); });
}

void rewrite_ratings(SectionWriter& out, const RatingColumn& before,
                     std::span<const std::pair<Docid, double>> changes) {
  std::vector<double> ratings(before.values().begin(), before.values().end());
  for (const auto& [doc, rating] : changes) ratings.push_back(rating);
  const std::vector<double> values = rating_values(std::move(ratings));
  std::vector<std::size_t> code_of;
  code_of.reserve(before.values().size());
  for (const double rating : before.values()) code_of.push_back(rating_code(values, rating));
  std::vector<std::size_t> codes(before.codes().size());
  before.codes().with([&](const auto* old) {
    for (std::size_t doc = 0; doc < codes.size(); ++doc) codes[doc] = code_of[old[doc]];
  });
  for (const auto& [doc, rating] : changes) codes[doc] = rating_code(values, rating);
  out.write("rating.value", values);
  write_narrow(out, "rating", codes.size(), [&](std::size_t doc) { return codes[doc]; });
}

}  // namespace souk
