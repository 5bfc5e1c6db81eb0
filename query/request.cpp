#include "query/request.h"

#include <array>

namespace souk {
namespace {

// In the order of Sort.
constexpr std::array<std::string_view, kSorts> kSortNames = {
    "relevance", "sales",  "price_asc",     "price_desc",
    "reviews",   "rating", "free_shipping", "newest"};

}  // namespace

std::string_view name(Sort sort) { return kSortNames[static_cast<std::size_t>(sort)]; }

std::optional<Sort> parse_sort(std::string_view name) {
  for (std::size_t i = 0; i < kSortNames.size(); ++i) {
    if (kSortNames[i] == name) return static_cast<Sort>(i);
  }
  return std::nullopt;
}

std::string FacetSpec::key() const {
  switch (kind) {
    case Kind::brand:
      return "brand";
    case Kind::category:
      return "category";
    case Kind::shop:
      return "shop";
    case Kind::price:
      return "price";
    case Kind::rating:
      return "rating";
    case Kind::free_shipping:
      return "free_shipping";
    case Kind::attribute:
      return "attr." + attribute;
  }
  return {};
}

}  // namespace souk
