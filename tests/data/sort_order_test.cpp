// The keys of the sort orders.

#include "data/sort_order.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

constexpr std::int64_t kMost = (std::int64_t{1} << 53) - 1;

TEST(SortOrder, ScoresReviewsByTheFormula) {
  const struct {
    double rating;
    std::int64_t reviews;
    std::int64_t score;
  } vectors[] = {
      {0, 0, 3'500'000},      {5, 0, 3'500'000},
      {5, 1, 3'636'363},       // 10000 · 4000 / 11
      {4.8, 1000, 4'787'128},  // 10000 · 483500 / 1010
      {4.8, 10, 4'150'000},   {0, 10, 1'750'000},
      {4.995, 90, 4'850'000},  // 100 · 4.995 rounds up to 500: 10000 · 48500 / 100
      {4.994, 90, 4'841'000}, {5, kMost, 4'999'999},  // floor: never quite 5,000,000
      {0, kMost, 0},          {3.5, 123, 3'500'000},
  };
  for (const auto& v : vectors) {
    EXPECT_EQ(review_score(v.rating, v.reviews), v.score) << v.rating << " of " << v.reviews;
  }
}

RC_GTEST_PROP(SortOrderProperty, ScoresPullTowardsThreeAndAHalf, ()) {
  const double rating = *rc::gen::inRange(0, 501) / 100.0;
  const auto reviews = *rc::gen::inRange<std::int64_t>(0, kMost);
  const auto score = review_score(rating, reviews);
  const auto plain = std::llround(100 * rating) * 10'000;
  RC_ASSERT(score >= std::min<std::int64_t>(plain, 3'500'000) - 1);
  RC_ASSERT(score <= std::max<std::int64_t>(plain, 3'500'000));
}

SortFields fields(std::int64_t price, double rating, std::int64_t created, bool free) {
  return {price, 7, rating, 10, free, created};
}

TEST(SortOrder, PutsTheBetterProductFirst) {
  const SortFields a = fields(100, 4.5, 2000, true);
  const SortFields b = fields(200, 3.5, 1000, false);
  EXPECT_LT(sort_key(Sort::price_asc, a), sort_key(Sort::price_asc, b));
  EXPECT_GT(sort_key(Sort::price_desc, a), sort_key(Sort::price_desc, b));
  for (const Sort sort : {Sort::rating, Sort::reviews, Sort::newest, Sort::free_shipping}) {
    EXPECT_LT(sort_key(sort, a), sort_key(sort, b)) << static_cast<int>(sort);
  }
  SortFields more = a;
  more.sales = 8;
  EXPECT_LT(sort_key(Sort::sales, more), sort_key(Sort::sales, a));
}

TEST(SortOrder, PutsMissingValuesLastInBothDirections) {
  const SortFields none;
  const SortFields extremes[] = {fields(0, 0, -62'135'596'800, false),
                                 fields(kMost, 5, 253'402'300'799, false)};
  for (const Sort sort :
       {Sort::price_asc, Sort::price_desc, Sort::reviews, Sort::rating, Sort::newest}) {
    EXPECT_EQ(sort_key(sort, none), kSortsLast);
    for (const SortFields& there : extremes) {
      EXPECT_LT(sort_key(sort, there), kSortsLast) << static_cast<int>(sort);
    }
  }
}

RC_GTEST_PROP(SortOrderProperty, OrdersRatingsAsNumbers, ()) {
  const double a = *rc::gen::inRange(0, 5001) / 1000.0;
  const double b = *rc::gen::inRange(0, 5001) / 1000.0;
  SortFields first;
  SortFields second;
  first.rating = a;
  second.rating = b;
  RC_ASSERT((sort_key(Sort::rating, first) < sort_key(Sort::rating, second)) == (a > b));
}

TEST(SortOrder, TakesNegativeZeroForZero) {
  SortFields negative;
  SortFields zero;
  negative.rating = -0.0;
  zero.rating = 0.0;
  EXPECT_EQ(sort_key(Sort::rating, negative), sort_key(Sort::rating, zero));
}

}  // namespace
}  // namespace souk
