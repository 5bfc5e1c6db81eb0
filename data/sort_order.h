#pragma once
// The sort orders of the contract and the integer key each sorts by. Pure functions; any thread.

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace souk {

enum class Sort : std::uint8_t {
  relevance,
  sales,
  price_asc,
  price_desc,
  reviews,
  rating,
  free_shipping,
  newest,
};
inline constexpr int kSorts = 8;

/// The key of a product that lacks what is sorted by: last in every order.
inline constexpr std::int64_t kSortsLast = std::numeric_limits<std::int64_t>::max();

/// floor(10000·(3500 + n·r)/(10 + n)) with r = round(100·rating): a rating pulled towards 3.5 by
/// ten imaginary reviews (a Bayesian average), so that one review of 5 does not beat a thousand
/// of 4.8.
inline std::int64_t review_score(double rating, std::int64_t review_count) {
  __extension__ using Wide = __int128;  // 2^53 reviews × 500 × 10000 is beyond 64 bits
  const auto n = static_cast<Wide>(review_count);
  const auto r = static_cast<Wide>(std::llround(100 * rating));
  return static_cast<std::int64_t>(10000 * (3500 + n * r) / (10 + n));
}

/// What the keys are made from. Prices are in the store's base currency.
struct SortFields {
  std::optional<std::int64_t> price;
  std::int64_t sales = 0;
  std::optional<double> rating;
  std::int64_t review_count = 0;
  bool free_shipping = false;
  std::optional<std::int64_t> created_at;
};

/// The key of a product in an order: keys ascend in result order (so `sales` is negated). Ties are
/// broken by sales descending, then id bytewise. Not for relevance, whose key is the score.
inline std::int64_t sort_key(Sort sort, const SortFields& f) {
  switch (sort) {
    case Sort::relevance:
    case Sort::sales:
      return -f.sales;
    case Sort::price_asc:
      return f.price ? *f.price : kSortsLast;
    case Sort::price_desc:
      return f.price ? -*f.price : kSortsLast;
    case Sort::reviews:
      return f.rating ? -review_score(*f.rating, f.review_count) : kSortsLast;
    // The bits of non-negative doubles order as the doubles do.
    case Sort::rating:
      return f.rating ? -std::bit_cast<std::int64_t>(*f.rating + 0.0) : kSortsLast;
    case Sort::free_shipping:
      return f.free_shipping ? 0 : 1;
    case Sort::newest:
      return f.created_at ? -*f.created_at : kSortsLast;
  }
  return kSortsLast;
}

}  // namespace souk
